package content

import (
	"encoding/binary"
	"math"
	"reflect"
)

// A packed value is a value of plain data without names and types: its strings, each once, then its fields in order. It is read
// some fifty times faster than the YAML that it was made of, and the strings are not copied.

// unpack reads a packed value into what dst points to, which has the type that was packed. It leaves it as it is if there is
// nothing to read.
func unpack(data string, dst any) {
	if data == "" {
		return
	}
	u := unpacker{rest: data}
	u.strings = make([]string, u.number())
	for i := range u.strings {
		u.strings[i] = u.cut(u.number())
	}
	u.value(reflect.ValueOf(dst).Elem())
	if u.rest != "" {
		panic(stale)
	}
}

const stale = "content: generated.bin was made of other types: run go generate ./content"

type unpacker struct {
	rest    string
	strings []string
}

func (u *unpacker) cut(n int) string {
	if n < 0 || n > len(u.rest) {
		panic(stale)
	}
	s := u.rest[:n]
	u.rest = u.rest[n:]
	return s
}

func (u *unpacker) number() int {
	n := uint64(0)
	for shift := 0; ; shift += 7 {
		b := u.cut(1)[0]
		n |= uint64(b&0x7f) << shift
		if b < 0x80 {
			return int(n)
		}
	}
}

func (u *unpacker) value(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		u.value(v.Elem())
	case reflect.Struct:
		for i := range v.NumField() {
			u.value(v.Field(i))
		}
	case reflect.Slice:
		if n := u.number(); n > 0 {
			v.Set(reflect.MakeSlice(v.Type(), min(n, len(u.rest)), min(n, len(u.rest))))
			for i := range v.Len() {
				u.value(v.Index(i))
			}
		}
	case reflect.Map:
		if n := u.number(); n > 0 {
			v.Set(reflect.MakeMapWithSize(v.Type(), n))
			key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
			for range n {
				u.value(key)
				u.value(value)
				v.SetMapIndex(key, value)
			}
		}
	case reflect.String:
		n := u.number()
		if n >= len(u.strings) {
			panic(stale)
		}
		v.SetString(u.strings[n])
	case reflect.Bool:
		v.SetBool(u.number() != 0)
	case reflect.Int, reflect.Int64:
		v.SetInt(int64(u.number()))
	case reflect.Uint8:
		v.SetUint(uint64(u.number()))
	case reflect.Float64:
		v.SetFloat(math.Float64frombits(binary.LittleEndian.Uint64([]byte(u.cut(8)))))
	default:
		panic("content: nothing packs a " + v.Type().String())
	}
}
