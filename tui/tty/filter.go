// Package tty stands between a terminal and the program on it. What comes in is cut down to what keyboards send and people
// paste, before a library takes it apart; what goes out never makes the program wait; and the terminal is given back whatever
// becomes of the program. It knows nothing of the conversation.
package tty

import (
	"bytes"
	"time"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// What a control sequence of a keyboard, or an answer of a terminal, may have. The library that reads them panics at 33
// parameters; the longest answer known, what a terminal is able to do, has 15.
const (
	maxParameters = 24
	maxDigits     = 7    // Of one parameter: the highest code point has seven.
	maxSequence   = 128  // Bytes in all.
	maxString     = 1024 // Bytes of a control string, such as the answer about a colour.
	maxChunk      = 4096 // Of keys, as much as the library takes at once. No sequence and no character is cut in two by it.
)

// How long to wait for the rest of what has begun. Terminals send a sequence whole; a paste comes in pieces.
const (
	sequenceQuiet = 50 * time.Millisecond
	burstQuiet    = 25 * time.Millisecond
	endQuiet      = 5 * time.Millisecond   // After the end of a paste.
	longQuiet     = 150 * time.Millisecond // After a burst of more than maxChunk bytes.
	pasteQuiet    = 2 * time.Second        // A paste that never ends would take every key for text, ctrl+c as well.
)

const (
	pasteStart = "\x1b[200~"
	pasteEnd   = "\x1b[201~"
	interrupt  = 0x03
)

// maxPaste is how much of a paste is taken, in bytes.
const maxPaste = 256 << 20

type state int

const (
	typing   state = iota
	pasting        // Between the marks of a bracketed paste.
	bursting       // In text that comes faster than keys: a paste of a terminal that does not bracket.
)

// chunk is something that came in: keys, for the library to take apart, or a text.
type chunk struct {
	Keys []byte
	// Text is a paste, without anything that could act on a terminal, or, with Fast, what came faster than keys.
	Text string
	Fast bool
}

// filter makes the bytes of a terminal safe to read. Of keys, only whole, short sequences pass. Of a paste only the text passes.
// Text that comes at once without being marked as a paste, as no person types it, is taken for one.
type filter struct {
	state  state
	held   []byte // The beginning of a sequence or a character whose rest has not come yet.
	skips  bool   // In a control sequence that is too long to be one.
	pasted []byte // The text of the paste or burst so far.
	ended  bool   // A paste has just ended. Text that follows at once is more of it: it may have held its own end mark.

	chunks []chunk
}

// feed takes what came in at once, and returns what it was.
func (f *filter) feed(b []byte) []chunk {
	f.chunks = nil
	if f.state != typing && len(b) == 1 && b[0] == interrupt { // Somebody wants to get out, and no paste is made of that.
		f.end()
		f.emit(b)
		return f.chunks
	}
	stop := f.state != pasting && len(b) > 1 && b[len(b)-1] == interrupt
	if stop {
		b = b[:len(b)-1]
	}
	if len(f.held) > 0 {
		b = append(f.held, b...)
		f.held = nil
	}
	f.pass(b)
	f.ended = f.ended && len(f.chunks) > 0 && f.chunks[len(f.chunks)-1].Keys == nil
	if stop {
		f.end()
		f.emit([]byte{interrupt})
	}
	return f.chunks
}

func (f *filter) pass(b []byte) {
	for len(b) > 0 {
		switch {
		case f.state != typing:
			b = f.paste(b)
		case !f.skips && burst(b, f.ended):
			f.begin(bursting)
		default:
			b = f.keys(b)
		}
	}
}

// idle returns what it was, after nothing came for the time that wait gave.
func (f *filter) idle() []chunk {
	f.chunks = nil
	held := f.held
	f.held, f.skips, f.ended = nil, false, false
	switch {
	case f.state != typing && len(held) == 0:
		f.end()
	case len(held) == 0 || held[0] != ansi.ESC: // Half a character.
	case f.state == typing && len(held) <= 2: // Esc, or a key with alt.
		f.emit(held)
	case f.state != typing || held[1] != '[' && held[1] != 'O': // What follows the escape was text.
		f.pass(held[1:])
	}
	return f.chunks
}

// wait returns how long to wait for more before idle is asked; 0 if there is nothing to wait for.
func (f *filter) wait() time.Duration {
	switch {
	case f.state == pasting:
		return pasteQuiet
	case f.state == bursting && len(f.pasted) > maxChunk:
		return longQuiet
	case f.state == bursting:
		return burstQuiet
	case len(f.held) > 0 || f.skips:
		return sequenceQuiet
	case f.ended:
		return endQuiet
	default:
		return 0
	}
}

// typing reports whether what comes next may be keys.
func (f *filter) typing() bool { return f.state == typing }

func (f *filter) begin(s state) { f.state, f.pasted, f.skips = s, nil, false }

func (f *filter) end() {
	if f.state != typing {
		f.chunks = append(f.chunks, chunk{Text: string(f.pasted), Fast: f.state == bursting})
		f.state, f.pasted, f.held, f.skips, f.ended = typing, nil, nil, false, true
	}
}

// emit adds what belongs together to the keys.
func (f *filter) emit(b []byte) {
	last := len(f.chunks) - 1
	if last < 0 || f.chunks[last].Keys == nil || len(f.chunks[last].Keys)+len(b) > maxChunk {
		f.chunks = append(f.chunks, chunk{})
		last++
	}
	f.chunks[last].Keys = append(f.chunks[last].Keys, b...)
}

// keys passes keys until a paste begins, and returns the rest.
func (f *filter) keys(b []byte) []byte {
	for len(b) > 0 {
		if f.skips {
			b = f.skip(b)
			continue
		}
		n, fate := cut(b)
		switch {
		case fate == partial:
			f.held = bytes.Clone(b)
			return nil
		case fate == endless:
			f.skips = true
		case fate == whole && string(b[:n]) == pasteStart:
			f.begin(pasting)
			return b[n:]
		case fate == whole && string(b[:n]) != pasteEnd:
			f.emit(b[:n])
		}
		b = b[n:]
	}
	return nil
}

// skip passes over the rest of a control sequence that is too long, and returns what follows it.
func (f *filter) skip(b []byte) []byte {
	n := endlessEnd(b)
	f.skips = n < 0
	if n < 0 {
		return nil
	}
	return b[n:]
}

// endlessEnd returns where the rest of a control sequence ends, or -1.
func endlessEnd(b []byte) int {
	for i, c := range b {
		switch {
		case c >= 0x40 && c <= 0x7e:
			return i + 1
		case c < 0x20 || c > 0x7e:
			return i
		}
	}
	return -1
}

// paste passes the text of a paste until it ends, and returns the rest.
func (f *filter) paste(b []byte) []byte {
	for len(b) > 0 {
		if f.skips {
			b = f.skip(b)
			continue
		}
		if b[0] != ansi.ESC {
			n := bytes.IndexByte(b, ansi.ESC)
			if n < 0 {
				n = len(b)
			}
			f.text(b[:n])
			if b = b[n:]; len(b) > 0 {
				f.held = nil // A character that an escape sequence cuts in two is none.
			}
			continue
		}
		n, fate := cut(b)
		switch {
		case fate == partial:
			f.held = bytes.Clone(b)
			return nil
		case fate == endless:
			f.skips = true
		case fate == whole && string(b[:n]) == pasteEnd && f.state == pasting:
			f.end()
			return b[n:]
		case fate == whole && string(b[:n]) == pasteStart && f.state == bursting:
			f.end()
			f.begin(pasting)
		}
		b = b[n:]
	}
	return nil
}

// text passes the characters of a text, without those that control a terminal. The beginning of one at the end is held.
func (f *filter) text(b []byte) {
	for len(b) > 0 {
		n := 0
		for n < len(b) && (b[n] >= 0x20 && b[n] < 0x7f || b[n] == '\n' || b[n] == '\r' || b[n] == '\t') {
			n++
		}
		if len(f.pasted) > maxPaste {
			return
		}
		if n > 0 {
			f.pasted = append(f.pasted, b[:n]...)
			b = b[n:]
			continue
		}
		if !utf8.FullRune(b) {
			f.held = bytes.Clone(b)
			return
		}
		r, n := utf8.DecodeRune(b)
		switch {
		case printable(r):
			f.pasted = append(f.pasted, b[:n]...)
		case r == utf8.RuneError:
			f.pasted = append(f.pasted, '?')
		}
		b = b[n:]
	}
}

// printable reports whether the character may pass as text. U+FFFD stands for nothing, and holds the library up.
func printable(r rune) bool { return r >= 0x20 && r < 0x7f || r >= 0xa0 && r != utf8.RuneError }

// fate is what becomes of the bytes at the beginning of what came in.
type fate int

const (
	whole   fate = iota // A key, a character or a sequence: it passes.
	partial             // Its rest has not come yet.
	bad                 // It does not pass.
	endless             // A control sequence that is too long, whose rest does not pass either.
)

// cut finds the first key, character or sequence.
func cut(b []byte) (int, fate) {
	if b[0] == ansi.ESC {
		return cutEscape(b)
	}
	if b[0] < utf8.RuneSelf {
		return 1, whole
	}
	if !utf8.FullRune(b) {
		return len(b), partial
	}
	r, n := utf8.DecodeRune(b)
	if !printable(r) {
		return n, bad
	}
	return n, whole
}

func cutEscape(b []byte) (int, fate) {
	if len(b) == 1 {
		return 1, partial
	}
	switch b[1] {
	case '[':
		return cutControl(b)
	case 'O': // A function key: at most a digit or two, and a letter.
		i := 2
		for i < len(b) && b[i] >= '0' && b[i] <= '9' {
			i++
		}
		switch {
		case i > 4:
			return i, bad
		case i == len(b):
			return i, partial
		case b[i] < 0x21 || b[i] > 0x7e:
			return i, bad
		default:
			return i + 1, whole
		}
	case 'P', ']', '_', '^', 'X':
		return cutString(b)
	default: // A key with alt: the key follows.
		return 1, whole
	}
}

// cutControl finds the end of a control sequence: parameters, intermediate bytes, a final byte.
func cutControl(b []byte) (int, fate) {
	if len(b) > 2 && b[2] == '[' { // A function key of the Linux console.
		switch {
		case len(b) == 3:
			return 3, partial
		case b[3] >= 'A' && b[3] <= 'E':
			return 4, whole
		default:
			return 3, bad
		}
	}
	i, separators, digits := 2, 0, 0
	for ; i < len(b) && b[i] >= 0x30 && b[i] <= 0x3f; i++ {
		digits++
		if b[i] == ';' || b[i] == ':' {
			separators++
			digits = 0
		}
		if separators >= maxParameters || digits > maxDigits || i >= maxSequence {
			return i, endless
		}
	}
	for ; i < len(b) && b[i] >= 0x20 && b[i] <= 0x2f; i++ {
		if i >= maxSequence {
			return i, endless
		}
	}
	switch {
	case i == len(b):
		return i, partial
	case b[i] < 0x40 || b[i] > 0x7e:
		if b[i-1] == '$' && i < 6 { // A key with shift of rxvt, which has no final byte.
			return i, whole
		}
		return i, bad
	case b[i] == 'M' && i == 2: // The mouse of old terminals: three bytes follow.
		if len(b) < 6 {
			return len(b), partial
		}
		return 6, whole
	default:
		return i + 1, whole
	}
}

// cutString finds the end of a control string. One that does not end soon is none: the bytes after the escape are text.
func cutString(b []byte) (int, fate) {
	for i := 2; i < len(b); i++ {
		switch c := b[i]; {
		case c == ansi.BEL && b[1] == ']':
			return i + 1, whole
		case c == ansi.ESC && i+1 == len(b):
			return i, partial
		case c == ansi.ESC && b[i+1] == '\\':
			return i + 2, whole
		case c < 0x20 || c >= 0x7f || i >= maxString:
			return 1, bad
		}
	}
	return len(b), partial
}

// burst reports whether what came at once was not typed: it begins with several characters of text. A key that is held down
// can come several times at once over a slow line, so those that only move do not count. Right after a paste any text does.
func burst(b []byte, after bool) bool {
	var first byte
	texts := 0
	for len(b) > 0 {
		n, fate := cut(b)
		if fate == endless {
			rest := endlessEnd(b[n:])
			if rest < 0 {
				return false
			}
			b = b[n+rest:]
			continue
		}
		if fate == partial || string(b[:n]) == pasteStart {
			return false
		}
		c := b[0]
		if c == ansi.ESC && n == 1 && len(b) > 1 && b[1] != ansi.ESC { // A key with alt.
			n++
		}
		switch {
		case fate == bad || c == ansi.ESC || c == 0x7f || c < 0x20 && c != '\r' && c != '\n' && c != '\t':
		case c < 0x20 && texts == 0: // Enter and tab are keys, unless text comes with them.
		case after:
			return true
		default:
			if texts++; texts == 1 {
				first = c
			}
			if texts > 1 && (c != first || c != ' ' && c != 'j' && c != 'k') {
				return true
			}
		}
		b = b[n:]
	}
	return false
}
