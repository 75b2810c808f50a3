// Package content holds what the tool knows, as data: playbooks, the signs that read a pasted text, screens and tables.
// It loads and checks them; it decides nothing and reads nothing but its own files.
package content

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"slices"
	"sync"

	"why403/flow"
	"why403/flow/evidence"
)

// Book is a playbook with everything that goes with it, checked. It is read-only and safe for concurrent use.
type Book struct {
	*flow.Playbook
	// Digest is a hash of the files, in hexadecimal: two books with the same digest decide alike.
	Digest string

	own     bool // It comes with the program.
	signs   func() compiled
	phrases func() *evidence.Phrasebook
	file    string    // The name of the file that everything belongs to.
	tests   bool      // That file holds tests, too.
	sources []*source // As they were read, for the lines that problems name; nil where nobody will ask.
}

// Ships reports whether the book comes with the program. Its id does not tell: anybody can write any.
func (b *Book) Ships() bool { return b.own }

// compiled is what became of the signs.
type compiled struct {
	list     []evidence.Sign
	signs    *evidence.Signs
	problems Problems
}

// Signs returns the signs as they were written, in their order.
func (b *Book) Signs() []evidence.Sign { return slices.Clone(b.signs().list) }

// Read finds facts in a text that a person pasted, which is masked first.
func (b *Book) Read(raw []byte) flow.Reading { return b.readText(opened(raw, b)) }

// readText finds facts in a text that is masked already, such as one that several playbooks read.
func (b *Book) readText(text evidence.Pasted) flow.Reading {
	r := b.facts(text)
	r.Offers = b.offers(text, r)
	return r
}

// facts is ReadText without offers.
func (b *Book) facts(text evidence.Pasted) flow.Reading {
	c := b.signs()
	if len(c.problems) > 0 {
		panic("content: the signs do not compile:\n" + c.problems.Error()) // Load refuses such; a test holds it of those that ship.
	}
	r := c.signs.Read(text)
	r.Text = text.Bytes()
	if !b.apart(r) {
		r.Rivals = nil
	}
	return r
}

// apart reports whether each of the rivals in a reading, alone, leads to a verdict or a question of its own about the call, and one of
// them to that of the reading: what stands beside them takes no part.
func (b *Book) apart(r flow.Reading) bool {
	end := func(facts []flow.Fact) string {
		switch p := flow.Walk(b.Playbook, facts); {
		case p.Verdict != nil && p.Verdict.Elsewhere:
			return ""
		case p.Verdict != nil:
			return p.Verdict.ID
		default:
			return "ask" // Of two that are asked about it matters little which.
		}
	}
	been := []string{""}
	for _, rival := range r.Rivals {
		if rival.Older {
			continue
		}
		if rival.Elsewhere {
			been = append(been, "elsewhere")
			continue
		}
		id := end(b.signs().signs.Read(evidence.Open(rival.Text)).Facts) // Of what is alone no rivals are looked for: it could be the same text again.
		if slices.Contains(been, id) {
			return false
		}
		been = append(been, id)
	}
	return len(been) > 2 && slices.Contains(been[1:], end(r.Facts))
}

// Load reads the playbook in the folder: playbook.yaml, and beside it probes.yaml, request.yaml, signs.yaml, tables.yaml, seen.yaml,
// screens/*.md, reference/*.md, commands/*.tmpl, examples/*.txt and escalation.tmpl, as far as they are there. The error is
// of type Problems when the files can be read but not used, and then lists every problem.
func Load(fsys fs.FS, dir string) (*Book, error) {
	return checked(open(fsys, dir, "playbook.yaml", false))
}

// checked compiles the signs, too.
func checked(b *Book, err error) (*Book, error) {
	var problems Problems
	if err != nil && !errors.As(err, &problems) {
		return nil, err
	}
	problems = append(problems, b.signs().problems...)
	if len(problems) > 0 {
		return nil, problems
	}
	return b, nil
}

// open reads the playbook and leaves its signs to be compiled later. It returns the book also when there are problems. Own is
// said of those that come with the program.
func open(fsys fs.FS, dir, file string, own bool) (*Book, error) {
	l := &loader{fsys: fsys, dir: dir, file: file, own: own, hash: sha256.New(), pb: &flow.Playbook{Facts: make(map[string]flow.FactInfo)}}
	if err := l.load(); err != nil {
		return nil, err
	}
	var lint []flow.Problem
	if l.pb.Title != "" || len(l.problems) == 0 { // Of a file that could not be read at all, every complaint would be about the same.
		lint = flow.Lint(l.pb)
	}
	for _, p := range lint {
		if p.Pos == (flow.Pos{}) {
			p.Pos = flow.Pos{File: l.file, Line: 1, Col: 1}
		}
		l.problems = append(l.problems, LoadProblem{Pos: p.Pos, Text: p.Text, Hint: p.Hint, Line: l.line(p.Pos)})
	}
	if l.signs == nil {
		none, err := evidence.Compile(nil, sharedSet(), evidence.Index{})
		if err != nil {
			return nil, err
		}
		l.signs = sync.OnceValue(func() compiled { return compiled{signs: none} })
	}
	b := &Book{Playbook: l.pb, phrases: phrasesOf(l.pb, func() (none evidence.PhraseIndex) { return none }), Digest: hex.EncodeToString(l.hash.Sum(nil)), own: own, signs: l.signs, file: l.file, tests: l.tests, sources: l.sources}
	if len(l.problems) > 0 {
		return b, l.problems
	}
	return b, nil
}

// phrasesOf compiles the phrases of a playbook's questions when they are first asked for. The index may be the zero one.
func phrasesOf(pb *flow.Playbook, kept func() evidence.PhraseIndex) func() *evidence.Phrasebook {
	return sync.OnceValue(func() *evidence.Phrasebook {
		p, err := evidence.CompilePhrases(pb.Questions, kept())
		if err != nil {
			panic("content: " + err.Error()) // The loader refuses such; a test holds it of those that ship.
		}
		return p
	})
}
