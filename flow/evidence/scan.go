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
		entries[n] = entry{s, at, hash(keyOf(s, at, size), most)}
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

func uint64At[T string | []byte](text T, at int) uint64 {
	return uint64(uint32At(text, at)) | uint64(uint32At(text, at+4))<<32
}

// piece returns the four bytes of the text there, or zeros where it has ended, with capitals and small letters made alike.
func piece[T string | []byte](text T, at int) uint32 {
	if at+wholePiece <= len(text) {
		return uint32At(text, at) | 0x20202020
	}
	var w uint32
	for i := len(text) - 1; i >= at; i-- {
		w = w<<8 | uint32(text[i])
	}
	return w | 0x20202020
}

func uint32At[T string | []byte](text T, at int) uint32 {
	b := text[at : at+4]
	return uint32(b[0]) | uint32(b[1])<<8 | uint32(b[2])<<16 | uint32(b[3])<<24
}

func hash(piece uint32, bits int) int { return int(piece * 0x9e3779b1 >> (32 - bits)) }

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
	most   int      // Bits of a hash.
	keys   []uint32 // Of the piece of each literal.
	sizes  []byte   // By the hash of the three bytes with which a piece begins: the sizes of such pieces, as the bits below.
	eights []byte   // Bits of the hashes that pieces of eight bytes have, three bits longer,
	pieces []byte   // and those of four.
}

const (
	sizeOne = 1 << iota
	sizeTwo
	sizeThree
	sizeFour
	sizeEight
)

func finderOf(l *Literals) finder {
	f := finder{Literals: l, most: bits.Len(uint(len(l.Buckets)/4)) - 1}
	f.eights, f.pieces, f.keys, f.sizes = make([]byte, 1<<f.most), make([]byte, 1<<f.most), make([]uint32, l.count()), make([]byte, 8<<f.most)
	singles := byte(0)
	for n := range f.keys {
		literal := l.literal(n)
		key := keyOf(literal, l.at(n), l.size(literal))
		f.keys[n] = key
		begins := key & maxThree
		switch {
		case key <= math.MaxUint8:
			singles = sizeOne
		case key <= math.MaxUint16:
			for third := uint32(0x20); third <= math.MaxUint8; third++ {
				f.sizes[hash(key|third<<16|0x20<<16, f.most+3)] |= sizeTwo
			}
		case key <= maxThree:
			f.sizes[hash(begins, f.most+3)] |= sizeThree
		case isLong(key):
			begins = piece(literal, l.at(n)) & maxThree
			f.sizes[hash(begins, f.most+3)] |= sizeEight
			h := hash(key, f.most+3)
			f.eights[h/8] |= 1 << (h % 8)
		default:
			f.sizes[hash(begins, f.most+3)] |= sizeFour
			h := hash(key, f.most+3)
			f.pieces[h/8] |= 1 << (h % 8)
		}
	}
	if singles != 0 {
		for i := range f.sizes {
			f.sizes[i] |= singles
		}
	}
	return f
}

// each calls do with every literal in the text that is not among those known, and where it ends, until do returns false.
func each[T string | []byte](f *finder, text T, known can, do func(literal, end int) bool) {
	for i := range len(text) {
		key := piece(text, i)
		sizes := f.sizes[hash(key&maxThree, f.most+3)]
		if sizes == 0 {
			continue
		}
		if sizes&sizeEight != 0 && i+longPiece <= len(text) {
			key := long(uint64At(text, i))
			if h := hash(key, f.most+3); f.eights[h/8]&(1<<(h%8)) != 0 && !at(f, text, i, key, known, do) {
				return
			}
		}
		if sizes&sizeFour != 0 {
			if h := hash(key, f.most+3); f.pieces[h/8]&(1<<(h%8)) != 0 && !at(f, text, i, key, known, do) {
				return
			}
		}
		if sizes&sizeThree != 0 && !at(f, text, i, key&maxThree, known, do) ||
			sizes&sizeTwo != 0 && !at(f, text, i, key&math.MaxUint16, known, do) ||
			sizes&sizeOne != 0 && !at(f, text, i, key&math.MaxUint8, known, do) {
			return
		}
	}
}

// at calls do with every literal whose piece stands there and that is not known, and returns false if do did.
func at[T string | []byte](f *finder, text T, i int, key uint32, known can, do func(literal, end int) bool) bool {
	h := 4 * hash(key, f.most)
	for n, end := int(uint32At(f.Buckets, h)), int(uint32At(f.Buckets, h+4)); n < end; n++ {
		if f.keys[n] != key || known != nil && known.has(n) {
			continue
		}
		literal, start := f.literal(n), i-f.Literals.at(n)
		if start >= 0 && has(text, start, literal) && !do(n, start+len(literal)) {
			return false
		}
	}
	return true
}

// has reports whether the literal stands there, whatever the case of ASCII letters.
func has[T string | []byte](text T, at int, literal string) bool {
	if at+len(literal) > len(text) {
		return false
	}
	for i := range len(literal) {
		if lower(text[at+i]) != literal[i] {
			return false
		}
	}
	return true
}
