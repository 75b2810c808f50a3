package command

import (
	"crypto/sha256"
	"encoding/base32"
	"encoding/binary"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"why403/flow"
)

// nonceLength is how many characters a nonce has: 50 bits, since nobody has to guess it and people have to copy it.
const nonceLength = 10

var (
	probeName = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,39}$`) })
	nonceText = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[a-z2-7]{10}$`) })
)

// Nonce names one request of one session in one round: 10 characters, lower-case base32. The round is the number of fixes
// tried so far, so that a result from before a fix can be told. It follows from its arguments, so nothing need be kept; a
// secret header counts with its name only.
func Nonce(session, probe string, r flow.Request, round int) string {
	h := sha256.New()
	add := func(s string) {
		var n [8]byte
		binary.BigEndian.PutUint64(n[:], uint64(len(s)))
		h.Write(n[:]) // Lengths, so that no two lists of texts run together to the same.
		h.Write([]byte(s))
	}
	for _, s := range []string{"why403 nonce 1", session, probe, strconv.Itoa(round), r.Method, r.URL, r.Body} {
		add(s)
	}
	for _, header := range r.Headers {
		add(strings.ToLower(header.Name))
		if !header.Secret {
			add(header.Value)
		}
	}
	return strings.ToLower(base32.StdEncoding.EncodeToString(h.Sum(nil)))[:nonceLength]
}
