package evidence

import (
	"encoding/binary"
	"math"
	"math/bits"
	"slices"
)

// table is a list of numbers of 16 bits, or of 32 where one is that large, little-endian, the last of which tells which. It is read
// where it stands in the program, so that a start makes nothing of it.
type table string

const wide = 1 // At the end of a table of 32 bits.

func (t table) at(i int) int {
	if t[len(t)-1] != wide {
		return int(t[2*i]) | int(t[2*i+1])<<8
	}
	b := t[4*i : 4*i+4]
	return int(uint32(b[0]) | uint32(b[1])<<8 | uint32(b[2])<<16 | uint32(b[3])<<24)
}

func (t table) len() int {
	if t[len(t)-1] != wide {
		return len(t) / 2
	}
	return len(t) / 4
}

func tableOf(list []int) table {
	out := make([]byte, 0, 4*len(list)+1)
	if len(list) == 0 || slices.Max(list) <= math.MaxUint16 {
		for _, n := range list {
			out = binary.LittleEndian.AppendUint16(out, uint16(n))
		}
		return table(append(out, 0))
	}
	for _, n := range list {
		out = binary.LittleEndian.AppendUint32(out, uint32(n))
	}
	return table(append(out, wide))
}

// Literals finds which of many literals stand in a text, in one pass, whatever the case of ASCII letters. Of each literal it
// looks for one piece of one to four or of eight bytes, and compares the rest where that stands. It is plain data.
type Literals struct {
	Text string // All literals, in small letters, one after the other; ordered by the hashes of their pieces, which numbers them.
	// Entries are 4 bytes of each literal, little-endian: 3 of where it ends in Text, 1 of where in it the piece stands.
	Entries string
	Buckets string // 4 bytes of each hash, little-endian: the first literal of it; and how many there are in all.
	InOrder bool   // They are found in the order of their ends.
}

const (
	entrySize  = 4
	maxPiece   = math.MaxUint8 // The farthest place of a piece in its literal.
	wholePiece = 4
	longPiece  = 8
)

// literalsOf prepares the literals, none of which is empty. Of each it takes the piece that the fewest have, or the last one, of four
// bytes at most, where they are to be found in the order of their ends.
func literalsOf(list []string, inOrder bool) Literals {
	l := Literals{InOrder: inOrder}
	have := make(map[uint32]int)
	for _, s := range list {
		size := l.size(s)
		for i := 0; i+size <= len(s) && size >= wholePiece; i++ {
			have[keyOf(s, i, size)]++
		}
	}
	type entry struct {
		literal  string
		at, hash int
	}
	entries, most := make([]entry, len(list)), max(1, bits.Len(uint(len(list))))
	for n, s := range list {
		size := l.size(s)
		at := min(len(s)-size, maxPiece)
		for i := 0; size >= wholePiece && i < at && !inOrder; i++ {
			if have[keyOf(s, i, size)] < have[keyOf(s, at, size)] {
				at = i
			}
		}
		entries[n] = entry{s, at, int(hash(keyOf(s, at, size), most))}
	}
	slices.SortStableFunc(entries, func(a, b entry) int { return a.hash - b.hash })
	var text, packed, buckets []byte
	for _, e := range entries {
		for ; len(buckets) <= 4*e.hash; buckets = binary.LittleEndian.AppendUint32(buckets, uint32(len(packed)/entrySize)) {
		}
		text = append(text, e.literal...)
		packed = binary.LittleEndian.AppendUint32(packed, uint32(len(text))|uint32(e.at)<<24)
	}
	for ; len(buckets) <= 4<<most; buckets = binary.LittleEndian.AppendUint32(buckets, uint32(len(list))) {
	}
	l.Text, l.Entries, l.Buckets = string(text), string(packed), string(buckets)
	return l
}

// size is how many bytes the piece of a literal has.
func (l *Literals) size(literal string) int {
	if len(literal) >= longPiece && !l.InOrder {
		return longPiece
	}
	return min(wholePiece, len(literal))
}

// keyOf makes four bytes of a piece of that size.
func keyOf(text string, at, size int) uint32 {
	if size == longPiece {
		return long(uint64At(text, at))
	}
	return piece(text, at) & (1<<(8*size) - 1)
}

// long makes four bytes of eight, such as no piece of four or less has: those have the bits of 0x20 in each.
func long(eight uint64) uint32 {
	return uint32((eight|0x2020202020202020)*0x9e3779b97f4a7c15>>32)&^(1<<29) | 1<<31
}

func isLong(key uint32) bool { return key > maxThree && key&(1<<29) == 0 }

const maxThree = 1<<24 - 1 // Of a piece of three bytes.

func uint64At(text string, at int) uint64 {
	return uint64(uint32At(text, at)) | uint64(uint32At(text, at+4))<<32
}

// piece returns the four bytes of the text there, or zeros where it has ended, with capitals and small letters made alike.
func piece(text string, at int) uint32 {
	if at+wholePiece <= len(text) {
		return uint32At(text, at) | 0x20202020
	}
	var w uint32
	for i := len(text) - 1; i >= at; i-- {
		w = w<<8 | uint32(text[i])
	}
	return w | 0x20202020
}

func uint32At(text string, at int) uint32 {
	b := text[at : at+4]
	return uint32(b[0]) | uint32(b[1])<<8 | uint32(b[2])<<16 | uint32(b[3])<<24
}

func hash(piece uint32, bits int) uint32 { return piece * 0x9e3779b1 >> ((32 - bits) & 31) }

// count returns how many literals there are.
func (l *Literals) count() int { return len(l.Entries) / entrySize }

// literal returns the literal of the number.
func (l *Literals) literal(n int) string {
	start := 0
	if n > 0 {
		start = int(uint32At(l.Entries, entrySize*(n-1)) & 0xffffff)
	}
	return l.Text[start : uint32At(l.Entries, entrySize*n)&0xffffff]
}

// at returns where the piece stands in the literal of the number.
func (l *Literals) at(n int) int { return int(l.Entries[entrySize*n+3]) }

// finder is literals with what tells quickly where in a text none of them can be.
type finder struct {
	*Literals
	most   int            // Bits of a hash.
	keys   []uint32       // Of the piece of each literal.
	pieces hashes         // Of them, and of the four bytes with which those of eight begin.
	short  *[1 << 16]byte // By the two bytes with which pieces of up to three begin: the sizes of such pieces, as the bits below.
}

const (
	sizeOne = 1 << iota
	sizeTwo
	sizeThree
)

// hashes are bits of the hashes that keys have, five bits longer than a bucket's.
type hashes []byte

func (h hashes) set(n uint32) { h[n/8] |= 1 << (n % 8) }

func (h hashes) has(n uint32) bool { return h[n/8]&(1<<(n%8)) != 0 }

func finderOf(l *Literals) finder {
	f := finder{Literals: l, most: bits.Len(uint(len(l.Buckets)/4)) - 1}
	f.pieces, f.keys, f.short = make(hashes, 4<<f.most), make([]uint32, l.count()), new([1 << 16]byte)
	for n := range f.keys {
		literal := l.literal(n)
		key := keyOf(literal, l.at(n), l.size(literal))
		f.keys[n] = key
		f.pieces.set(hash(key, f.most+5))
		switch {
		case key <= math.MaxUint8:
			for second := uint32(0); second <= math.MaxUint8; second++ {
				f.short[uint16(key|second<<8)] |= sizeOne
			}
		case key <= math.MaxUint16:
			f.short[uint16(key)] |= sizeTwo
		case key <= maxThree:
			f.short[uint16(key)] |= sizeThree
		case isLong(key):
			f.pieces.set(hash(piece(literal, l.at(n)), f.most+5))
		}
	}
	return f
}

// each calls do with every literal in the text that is not among those known, and where it ends, until do returns false.
func (f *finder) each(text string, known can, do func(literal, end int) bool) {
	key := piece(text, 0)
	for i := 0; i < len(text); i, key = i+1, key>>8|uint32(fifth(text, i))<<24 {
		if f.pieces.has(hash(key, f.most+5)) {
			if i+longPiece <= len(text) {
				if key := long(uint64At(text, i)); f.pieces.has(hash(key, f.most+5)) && !f.at(text, i, key, known, do) {
					return
				}
			}
			if !f.at(text, i, key, known, do) {
				return
			}
		}
		sizes := f.short[uint16(key)]
		if sizes == 0 {
			continue
		}
		if sizes&sizeThree != 0 && f.pieces.has(hash(key&maxThree, f.most+5)) && !f.at(text, i, key&maxThree, known, do) ||
			sizes&sizeTwo != 0 && !f.at(text, i, key&math.MaxUint16, known, do) ||
			sizes&sizeOne != 0 && !f.at(text, i, key&math.MaxUint8, known, do) {
			return
		}
	}
}

// fifth returns the last byte of the piece that stands one place further.
func fifth(text string, at int) byte {
	if at+wholePiece < len(text) {
		return text[at+wholePiece] | 0x20
	}
	return 0x20
}

// at calls do with every literal whose piece stands there and that is not known, and returns false if do did.
func (f *finder) at(text string, i int, key uint32, known can, do func(literal, end int) bool) bool {
	h := 4 * int(hash(key, f.most))
	for n, last := int(uint32At(f.Buckets, h)), int(uint32At(f.Buckets, h+4)); n < last; n++ {
		if f.keys[n] != key || known != nil && known.has(n) {
			continue
		}
		literal, start := f.literal(n), i-f.Literals.at(n)
		if end := start + len(literal); start >= 0 && end <= len(text) && (text[start:end] == literal || asciiLower(text[start:end]) == literal) && !do(n, end) {
			return false
		}
	}
	return true
}
