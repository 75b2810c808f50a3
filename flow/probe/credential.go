package probe

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"strings"

	"why403/flow"
	"why403/flow/redact"
)

const (
	maxKey     = 4 << 10  // Bytes of a credential; login tokens of some gateways are long.
	maxKeyFile = 64 << 10 // Bytes of a key file.
	keep       = 4        // Characters of a secret that are shown.
	keepFrom   = 16       // Shorter secrets show nothing.
)

// Secret is a text that no way of printing gives away: all of them show at most its last four characters. The zero Secret
// is none.
type Secret struct {
	// It is a function because fmt prints the fields of a struct that holds a Secret unexported, whatever its methods say.
	reveal func() string
}

// newSecret returns the secret. An empty text is none.
func newSecret(text string) Secret {
	if text == "" {
		return Secret{}
	}
	return Secret{reveal: func() string { return text }}
}

func (s Secret) text() string {
	if s.reveal == nil {
		return ""
	}
	return s.reveal()
}

// Empty reports whether there is no secret.
func (s Secret) Empty() bool { return s.reveal == nil }

// LastFour returns its last four characters, or "" for one that is too short to show any.
func (s Secret) LastFour() string {
	t := s.text()
	if len(t) < keepFrom {
		return ""
	}
	return t[len(t)-keep:]
}

// String returns the mark and the last four characters, or "" for none.
func (s Secret) String() string {
	if s.Empty() {
		return ""
	}
	return redact.Mark + s.LastFour()
}

// GoString implements fmt.GoStringer.
func (s Secret) GoString() string { return s.String() }

// Format prints String whatever the verb.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, s.String()) }

// MarshalText returns String.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// LogValue returns String.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }

// Style says in which header a credential is sent.
type Style string

// Bearer is a token's style. Any other is the name of the header that the playbook says.
const Bearer Style = "Authorization: Bearer"

// Credential is a key or a token, with where it came from in words, such as the name of a variable.
type Credential struct {
	Secret Secret
	From   string
	Style  Style
}

// noCredential is how a probe's lack of one is said.
const noCredential = "no credential"

// String says it in words: "ANTHROPIC_API_KEY, …FAKE, as x-api-key". It is "" for none.
func (c Credential) String() string {
	if c.Secret.Empty() {
		return ""
	}
	return strings.TrimPrefix(c.From+", ", ", ") + c.Secret.String() + ", as " + string(c.Style)
}

// NewCredential takes a credential in the style that its kind is sent in. The error says what is wrong with the text and
// does not contain it.
func NewCredential(shape flow.CallShape, text, from string) (Credential, error) {
	if err := checkKey(text); err != nil {
		return Credential{}, fmt.Errorf("%s: %w", from, err)
	}
	c := Credential{Secret: newSecret(text), From: from, Style: Style(shape.KeyHeader)}
	if k := shape.KindOf(text); shape.KeyHeader == "" || k != nil && k.Bearer {
		c.Style = Bearer
	}
	return c, nil
}

func checkKey(text string) error {
	switch {
	case text == "":
		return errors.New("the key is empty")
	case len(text) > maxKey:
		return fmt.Errorf("the key is longer than %d bytes", maxKey)
	case strings.TrimRight(text, "\r\n") != text:
		return errors.New("the key ends in a line break; remove it, for no server accepts it")
	}
	for _, r := range text {
		switch {
		case r == '\r' || r == '\n':
			return errors.New("the key has a line break in it")
		case r < ' ' || r == 0x7f:
			return errors.New("the key has a control character in it")
		case r == ' ':
			return errors.New("the key has a blank in it")
		case r > '~':
			return errors.New("the key has a character in it that no key has, such as a typographic quote")
		}
	}
	if strings.ContainsAny(text[:1]+text[len(text)-1:], `"'`) {
		return errors.New("the key stands in quotation marks; remove them")
	}
	return nil
}

// ReadKeyFile returns the first line of the file, without blanks around it, and what a person should know about the file.
// It must be a regular file of at most 64 KiB. No error contains what the file holds.
func ReadKeyFile(path string) (key string, warnings []string, err error) {
	// A pipe or a device would wait for a writer, so the kind is looked at before it is opened.
	info, err := os.Stat(path)
	if err != nil {
		return "", nil, fmt.Errorf("key file: %w", err)
	}
	if !info.Mode().IsRegular() {
		return "", nil, fmt.Errorf("key file %s: not a regular file", path)
	}
	f, err := os.Open(path)
	if err != nil {
		return "", nil, fmt.Errorf("key file: %w", err)
	}
	defer func() { _ = f.Close() }()
	if info, err = f.Stat(); err != nil {
		return "", nil, fmt.Errorf("key file: %w", err)
	}
	if !info.Mode().IsRegular() {
		return "", nil, fmt.Errorf("key file %s: not a regular file", path)
	}
	if info.Size() > maxKeyFile {
		return "", nil, fmt.Errorf("key file %s: larger than %d KiB", path, maxKeyFile>>10)
	}
	if shared(info.Mode()) {
		warnings = append(warnings, fmt.Sprintf("Others on this machine can read %s; chmod 600 keeps the key to you.", path))
	}
	line, err := bufio.NewReaderSize(io.LimitReader(f, maxKeyFile), maxKeyFile).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", warnings, fmt.Errorf("key file: %w", err)
	}
	line = strings.TrimSpace(strings.TrimPrefix(line, "\ufeff"))
	if err := checkKey(line); err != nil {
		return "", warnings, fmt.Errorf("key file %s: %w", path, err)
	}
	return line, warnings, nil
}

func shared(m fs.FileMode) bool { return os.PathSeparator == '/' && m.Perm()&0o044 != 0 }
