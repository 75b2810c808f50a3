package evidence

import "why403/flow/redact"

// Pasted is what somebody pasted, masked. The raw text exists in front of Open only: secrets are cut out of all of it before
// anything is cut out of the text, because half a key, or a value without its name, is no longer known for one.
// The zero Pasted is empty. It keeps what was looked up in it, so that several readings share that: only one may go on at a time.
type Pasted struct {
	masked   []byte
	read     string // What of it is read, of the same length.
	warnings []string
	hays     hays // What was looked through of it.
}

// Open takes a raw text in, in UTF-8 or in UTF-16 with a byte order mark, and masks its secrets. Of a text of more than
// 16 MiB it keeps both ends. It takes time linear in the length of the text.
func Open(raw []byte) Pasted {
	text, warnings := decode(raw)
	read, n := redact.Secrets(string(text))
	if n > 0 {
		text = []byte(read)
	}
	return Pasted{masked: text, read: read, warnings: warnings, hays: make(hays)}
}

// Bytes returns the masked text as UTF-8, for keeping it. It must not be changed.
func (t Pasted) Bytes() []byte { return t.masked }
