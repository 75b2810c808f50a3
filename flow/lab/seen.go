package lab

import (
	"cmp"
	"encoding/base64"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"why403/flow/redact"
)

// Recorded is one request that arrived. Nothing in it is secret, wherever in the request a key stood.
type Recorded struct {
	Method, Path string // Path with its query.
	Key          string // The last four characters of the credential; empty for none.
	Whole        bool   // The credential was one of the lab's, complete.
	Betas        string // The header anthropic-beta as it left the program.
	From         Origin
	Status       int // What it was answered with; 0 when it was not.
}

// seenOf returns what is kept of a request.
func (l *Lab) seenOf(r *http.Request, from Origin) Recorded {
	secrets := l.secretsOf(r)
	return Recorded{
		Method: masked(r.Method, secrets), Path: maskedPath(r.URL.RequestURI(), secrets), From: from,
		Key: lastFour(l.credentialOf(r.Header)), Betas: masked(strings.Join(r.Header.Values("anthropic-beta"), ","), secrets),
	}
}

// secretsOf returns the lab's keys and those that the request sends, the longest first: one can be a part of another.
func (l *Lab) secretsOf(r *http.Request) []string {
	var out []string
	for _, k := range l.scenario.World.Keys {
		out = append(out, k.Key)
	}
	for _, name := range []string{l.shape.KeyHeader, "Authorization", "Proxy-Authorization", "Cookie"} {
		for _, v := range r.Header.Values(name) {
			out = append(append(out, v), strings.FieldsFunc(v, func(r rune) bool { return strings.ContainsRune(" =;", r) })...)
		}
	}
	out = slices.DeleteFunc(out, func(s string) bool { return len(s) < 8 }) // A shorter one is a word that stands elsewhere too.
	slices.SortFunc(out, func(a, b string) int { return cmp.Compare(len(b), len(a)) })
	return out
}

// masked takes secrets out of a text: these, also in other encodings and in other case, and what looks like one.
func masked(text string, secrets []string) string {
	for _, s := range secrets {
		raw := []byte(s)
		for _, form := range []string{s, url.QueryEscape(s), url.PathEscape(s), base64.StdEncoding.EncodeToString(raw), base64.RawURLEncoding.EncodeToString(raw)} {
			for i := fold(text, form); i >= 0; i = fold(text, form) {
				text = text[:i] + redact.Mark + text[i+len(form):]
			}
		}
	}
	return redact.Text(text)
}

// fold returns where the part stands in the text in whatever case, or -1. Both are ASCII, or the case does not matter.
func fold(text, part string) int {
	for i := 0; i+len(part) <= len(text); i++ {
		if strings.EqualFold(text[i:i+len(part)], part) {
			return i
		}
	}
	return -1
}

// maskedPath is masked for a path with its query, piece by piece: where a piece hides a secret behind escapes it goes as a whole.
func maskedPath(uri string, secrets []string) string {
	uri = masked(uri, secrets)
	var b strings.Builder
	for piece := range splitAfter(uri, "/?&=") {
		text, err := url.QueryUnescape(piece)
		if plain, _ := url.QueryUnescape(text); err == nil && (masked(text, secrets) != text || plain != "" && masked(plain, secrets) != plain) {
			b.WriteString(redact.Mark)
			if last := piece[len(piece)-1:]; strings.Contains("/?&=", last) {
				b.WriteString(last)
			}
			continue
		}
		b.WriteString(piece)
	}
	return b.String()
}

// splitAfter yields the pieces of the text, each with the character of the set that ends it.
func splitAfter(text, set string) func(func(string) bool) {
	return func(yield func(string) bool) {
		for text != "" {
			n := strings.IndexAny(text, set) + 1
			if n == 0 {
				n = len(text)
			}
			if !yield(text[:n]) {
				return
			}
			text = text[n:]
		}
	}
}
