package content

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"io/fs"
	"math"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"

	"why403/flow/evidence"
	"why403/flow/must"
)

// TestGenerated holds that generated.bin is what the files of the playbooks give. Under the tag that leaves it out it is written.
func TestGenerated(t *testing.T) {
	t.Parallel()
	const file = "generated.bin"
	generating := len(shared().Doors) == 0
	want := generate(t)
	if generating {
		all := make(map[string]string)
		for name, data := range want {
			all[name] = compressed(t, data)
		}
		must.NoError(t, os.WriteFile(file, []byte(pack(t, all)), 0o644))
		return
	}
	for name, data := range want {
		if packed(name) != data {
			t.Errorf("%s is not what playbooks/ and shared/ give for %s. Run: go generate ./content", file, name)
		}
	}
}

// zipped is a ZIP, not compressed, of the files of the playbooks, of the signs that they share, and of the schema, the same for the same files.
func zipped(t *testing.T) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	disk := os.DirFS(".")
	add := func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(disk, name)
		if err != nil {
			return err
		}
		w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store}) // All of it is compressed at once.
		if err != nil {
			return err
		}
		_, err = w.Write(data)
		return err
	}
	err := errors.Join(fs.WalkDir(disk, schemaFile, add), fs.WalkDir(disk, sharedFile, add), fs.WalkDir(disk, "playbooks", add))
	must.NoError(t, errors.Join(err, z.Close()))
	return b.String()
}

func compressed(t *testing.T, data string) string {
	t.Helper()
	w, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedBestCompression))
	must.NoError(t, err)
	return string(w.EncodeAll([]byte(data), nil))
}

// generate packs the playbooks that ship, and what else stands in the program, each under its name.
func generate(t *testing.T) map[string]string {
	t.Helper()
	common := packedShared{Common: sharedSigns().forCompile()}
	ready, err := evidence.Share(common.Common, evidence.Index{})
	must.NoError(t, err)
	common.Index = ready.Index()
	files := make(map[string]string)
	for _, id := range Shipped() {
		b, err := checked(open(embedded(), "playbooks/"+id, "playbook.yaml", true))
		if err != nil {
			t.Fatalf("%s: %v", id, err)
		}
		if b.ID != id {
			t.Fatalf("the folder %s holds the playbook %s", id, b.ID)
		}
		signs, err := evidence.Compile(b.Signs(), ready, evidence.Index{})
		if err != nil {
			t.Fatalf("%s: %v", id, err)
		}
		phrases, err := evidence.CompilePhrases(b.Questions, evidence.PhraseIndex{})
		if err != nil {
			t.Fatalf("%s: %v", id, err)
		}
		if len(shared().Doors) > 0 && !reflect.DeepEqual(openShipped(id).Playbook, b.Playbook) {
			t.Errorf("%s is another one in the program. Run: go generate ./content", id)
		}
		files[id] = pack(t, packedBook{b.Playbook, b.Digest})
		files[readingOf(id)] = pack(t, packedReading{b.Signs(), signs.Index(), phrases.Index()})
		if id != DefaultID {
			common.Doors = append(common.Doors, packedDoor{id, b.Opens.Words})
		}
	}
	files[packedFiles] = zipped(t)
	files["shared"], files["doctor"], files["way"] = pack(t, common), pack(t, doctorKnowledge()), pack(t, wayKnowledge(t))
	return files
}

// pack packs a value and holds that unpacking gives it back.
func pack[T any](t *testing.T, v T) string {
	t.Helper()
	p := packer{index: make(map[string]int)}
	p.value(reflect.ValueOf(v))
	head := binary.AppendUvarint(nil, uint64(len(p.strings)))
	for _, s := range p.strings {
		head = append(binary.AppendUvarint(head, uint64(len(s))), s...)
	}
	data := string(head) + string(p.out)
	var again T
	unpack(data, &again)
	if !reflect.DeepEqual(again, v) {
		t.Errorf("a %T is another one when it is unpacked", v)
	}
	return data
}

type packer struct {
	out     []byte
	strings []string
	index   map[string]int
}

func (p *packer) number(n int64) { p.out = binary.AppendUvarint(p.out, uint64(n)) }

func (p *packer) value(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		p.value(v.Elem())
	case reflect.Struct:
		for _, f := range v.Fields() {
			p.value(f)
		}
	case reflect.Slice:
		p.number(int64(v.Len()))
		for i := range v.Len() {
			p.value(v.Index(i))
		}
	case reflect.Map:
		p.number(int64(v.Len()))
		for _, key := range slices.SortedFunc(slices.Values(v.MapKeys()), func(a, b reflect.Value) int { return strings.Compare(a.String(), b.String()) }) {
			p.value(key)
			p.value(v.MapIndex(key))
		}
	case reflect.String:
		n, ok := p.index[v.String()]
		if !ok {
			n = len(p.strings)
			p.index[v.String()] = n
			p.strings = append(p.strings, v.String())
		}
		p.number(int64(n))
	case reflect.Bool:
		p.number(map[bool]int64{true: 1}[v.Bool()])
	case reflect.Int, reflect.Int64:
		p.number(v.Int())
	case reflect.Uint8:
		p.number(int64(v.Uint()))
	case reflect.Float64:
		p.out = binary.LittleEndian.AppendUint64(p.out, math.Float64bits(v.Float()))
	default:
		panic("nothing unpacks a " + v.Type().String())
	}
}
