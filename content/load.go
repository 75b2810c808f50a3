package content

import (
	"cmp"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"why403/flow"
)

// loader is one load: the playbook being filled and the problems found.
type loader struct {
	fsys     fs.FS
	dir      string
	file     string // The playbook itself; what stands beside it is read only if this is playbook.yaml.
	size     int    // Bytes read.
	files    int    // Files read.
	hash     hash.Hash
	pb       *flow.Playbook
	tests    bool // The playbook's own file holds tests.
	signs    func() compiled
	screens  []flow.ScreenText
	reported []flow.ScreenText // What was seen before, by verdict.
	sources  []*source
	problems Problems
	own      bool         // The playbook comes with the program.
	named    []*yaml.Node // The names of variables in request.yaml.
	hosts    *yaml.Node   // Those that request.yaml names; nil for none.
	base     *yaml.Node   // Its base URL.
	asked    *source      // That file; nil if there is none.
	// languages are the ids of the commands in the order in which they are offered; those that are not named come last.
	languages []language
}

func (l *loader) line(p flow.Pos) string { return lineAt(l.sources, p) }

func (b *Book) line(p flow.Pos) string { return lineAt(b.sources, p) }

// find returns the place of the first line in the file of p, from p on, that holds the text; p itself if there is none.
func (b *Book) find(p flow.Pos, text string) flow.Pos { return find(b.sources, p, text) }

func find(sources []*source, p flow.Pos, text string) flow.Pos {
	for _, s := range sources {
		if s.file != p.File {
			continue
		}
		lines := s.lines()
		for i := max(p.Line-1, 0); i < len(lines); i++ {
			if at := strings.Index(lines[i], text); at >= 0 && text != "" {
				return flow.Pos{File: p.File, Line: i + 1, Col: utf8.RuneCountInString(lines[i][:at]) + 1}
			}
		}
	}
	return p
}

func lineAt(sources []*source, p flow.Pos) string {
	for _, s := range sources {
		if s.file != p.File {
			continue
		}
		if lines := s.lines(); p.Line >= 1 && p.Line <= len(lines) {
			return strings.TrimRight(lines[p.Line-1], "\r")
		}
	}
	return ""
}

// load reads the texts beside the playbook's logic, which takes as long.
func (l *loader) load() error {
	texts := &loader{fsys: l.fsys, dir: l.dir, file: l.file, own: l.own, hash: sha256.New(), pb: new(flow.Playbook)}
	done := make(chan error, 1)
	go func() { done <- texts.loadTexts() }()
	err := l.loadLogic()
	if err := errors.Join(err, <-done); err != nil {
		return err
	}
	l.hash.Write(texts.hash.Sum(nil))
	l.sources, l.problems = append(l.sources, texts.sources...), append(l.problems, texts.problems...)
	l.pb.Probes, l.pb.Request = texts.pb.Probes, texts.pb.Request
	l.pb.Tables, l.pb.Reference = append(l.pb.Tables, texts.pb.Tables...), append(l.pb.Reference, texts.pb.Reference...)
	l.pb.Examples = texts.pb.Examples
	l.pb.Escalation, l.pb.Commands = cmp.Or(texts.pb.Escalation, l.pb.Escalation), texts.pb.Commands
	for _, p := range slices.Concat(l.screens, texts.screens) {
		if v := l.pb.Verdict(p.ID); v != nil {
			v.Screen = p
			continue
		}
		l.problems = append(l.problems, LoadProblem{Pos: p.Pos, Text: fmt.Sprintf("the screen %q belongs to no verdict", p.ID)})
	}
	for _, p := range texts.reported {
		if v := l.pb.Verdict(p.ID); v != nil {
			v.Screen.Sections = append(v.Screen.Sections, p.Sections...)
			continue
		}
		l.problems = append(l.problems, LoadProblem{Pos: p.Pos, Text: fmt.Sprintf("what was seen before belongs to %q, which is no verdict", p.ID)})
	}
	if !l.own {
		l.strangers()
	}
	return nil
}

// loadLogic reads what decides: questions, verdicts, rules and signs.
func (l *loader) loadLogic() error {
	if err := l.yaml(l.file, l.playbook); err != nil {
		return err
	}
	if l.alone() {
		return nil
	}
	return l.laterSigns("signs.yaml")
}

// alone reports whether the playbook is one file and nothing beside it belongs to it.
func (l *loader) alone() bool { return l.file != "playbook.yaml" }

// loadTexts reads what is shown or sent: probes, screens, reference, tables, examples, and the text for support, which may be
// missing.
func (l *loader) loadTexts() error {
	if l.alone() {
		return nil
	}
	if err := l.optional("probes.yaml", l.probes); err != nil {
		return err
	}
	if err := l.optional("request.yaml", l.request); err != nil {
		return err
	}
	l.belongs()
	if err := l.optional("tables.yaml", func(s *source, n *yaml.Node) { s.read(n, "tables", l.pb, nil) }); err != nil {
		return err
	}
	if err := l.optional("seen.yaml", l.seen); err != nil {
		return err
	}
	if err := l.pages("screens", func(p flow.ScreenText) { l.screens = append(l.screens, p) }); err != nil {
		return err
	}
	if err := l.pages("reference", func(p flow.ScreenText) { l.pb.Reference = append(l.pb.Reference, p) }); err != nil {
		return err
	}
	if err := l.examples(); err != nil {
		return err
	}
	if err := l.commands(); err != nil {
		return err
	}
	if err := l.shareCommands(); err != nil {
		return err
	}
	l.sortCommands()
	if text, err := l.text("escalation.tmpl"); err == nil {
		l.pb.Escalation = text
		l.sources = append(l.sources, &source{file: "escalation.tmpl", lines: linesOf(func() string { return text })})
	}
	return nil
}

func (l *loader) read(name string) ([]byte, error) {
	file := path.Join(l.dir, name)
	switch info, err := fs.Stat(l.fsys, file); {
	case err != nil:
		return nil, fmt.Errorf("read playbook: %w", err)
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("read playbook: %s is not a regular file", file)
	case info.Size() > maxFile:
		return nil, fmt.Errorf("read playbook: %s is larger than %d MiB", file, maxFile>>20)
	}
	data, err := fs.ReadFile(l.fsys, file)
	if err != nil {
		return nil, fmt.Errorf("read playbook: %w", err)
	}
	l.files, l.size = l.files+1, l.size+len(data)
	if l.files > maxFiles || l.size > maxTotal {
		return nil, fmt.Errorf("read playbook: more than %d files or %d MiB", maxFiles, maxTotal>>20)
	}
	fmt.Fprintf(l.hash, "%s %d\n", name, len(data))
	l.hash.Write(data)
	return data, nil
}

// text reads a file that is shown.
func (l *loader) text(name string) (string, error) {
	data, err := l.read(name)
	return clean(string(data)), err
}

func (l *loader) yaml(name string, use func(*source, *yaml.Node)) error {
	data, err := l.read(name)
	if err != nil {
		return err
	}
	s, root := parse(name, data)
	if root != nil {
		use(s, root)
	}
	l.sources = append(l.sources, s)
	l.problems = append(l.problems, s.problems...)
	return nil
}

// optional reads a file that a playbook can do without.
func (l *loader) optional(name string, use func(*source, *yaml.Node)) error {
	err := l.yaml(name, use)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// laterSigns reads the signs and leaves them to be compiled when they are first needed.
func (l *loader) laterSigns(name string) error {
	data, err := l.read(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	l.sources = append(l.sources, &source{file: name, lines: linesOf(func() string { return clean(string(data)) })})
	l.includes(string(data))
	knows := knows(l.pb)
	l.signs = sync.OnceValue(func() compiled {
		list, signs, problems := loadSigns(name, data, knows)
		return compiled{list, signs, problems}
	})
	return nil
}

// includes counts the shared signs to the playbook if a file of it includes some.
func (l *loader) includes(text string) {
	if strings.Contains(text, "shared:") {
		l.hash.Write(inZip(sharedFile))
		l.sources = append(l.sources, commonSigns().source())
	}
}

// inlineSigns reads signs that stand in the playbook's own file.
func (l *loader) inlineSigns(s *source, n *yaml.Node) {
	apart, knows := &source{file: s.file, lines: s.lines}, knows(l.pb)
	l.includes(strings.Join(s.lines(), "\n"))
	l.signs = sync.OnceValue(func() compiled {
		list, signs, problems := readSigns(apart, n, knows)
		return compiled{list, signs, problems}
	})
}

// knows returns what tells whether the playbook has a fact. It is only asked once the playbook is read.
func knows(pb *flow.Playbook) func(fact string) bool {
	return func(fact string) bool {
		_, ok := pb.Facts[fact]
		return ok
	}
}

func (l *loader) names(folder, ext string) []string {
	entries, err := fs.ReadDir(l.fsys, path.Join(l.dir, folder))
	if err != nil {
		return nil // The folder is optional; a verdict without its screen is reported by Lint.
	}
	var names []string
	for _, e := range entries {
		switch {
		case e.IsDir() || !strings.HasSuffix(e.Name(), ext):
		case clean(e.Name()) != e.Name():
			l.problems = append(l.problems, LoadProblem{
				Pos: flow.Pos{File: path.Join(folder, clean(e.Name())), Line: 1, Col: 1}, Text: "the file's name holds characters that act on a terminal",
			})
		default:
			names = append(names, e.Name())
		}
	}
	slices.Sort(names)
	return names
}

// pages reads the Markdown files of a folder: a line "# Title", then sections under "## Heading".
func (l *loader) pages(folder string, use func(flow.ScreenText)) error {
	for _, name := range l.names(folder, ".md") {
		file := path.Join(folder, name)
		text, err := l.text(file)
		if err != nil {
			return err
		}
		l.sources = append(l.sources, &source{file: file, lines: linesOf(func() string { return text })})
		p := parsePage(text)
		for _, sec := range p.Sections {
			if long := tooLong(flow.Pos{File: file, Line: 1, Col: 1}, sec.Body); long != nil {
				l.problems = append(l.problems, *long)
			}
		}
		p.ID, p.Pos = strings.TrimSuffix(name, ".md"), flow.Pos{File: file, Line: 1, Col: 1}
		if p.Title == "" {
			l.problems = append(l.problems, LoadProblem{Pos: p.Pos, Text: "the page has no title", Hint: "begin it with a line \"# Title\""})
		}
		use(p)
	}
	return nil
}

func parsePage(text string) flow.ScreenText {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	var p flow.ScreenText
	fenced, at, body := false, 0, 0
	end := func() {
		if n := len(p.Sections); n > 0 {
			p.Sections[n-1].Body = strings.Trim(text[body:at], "\n")
		}
	}
	for line := range strings.Lines(text) {
		bare := strings.TrimRight(line, "\n")
		if strings.HasPrefix(bare, "```") {
			fenced = !fenced
		}
		switch {
		case !fenced && p.Title == "" && strings.HasPrefix(bare, "# "):
			p.Title = strings.TrimSpace(bare[2:])
		case !fenced && strings.HasPrefix(bare, "## "):
			end()
			p.Sections = append(p.Sections, flow.Section{Heading: strings.TrimSpace(bare[3:])})
			body = at + len(line)
		}
		at += len(line)
	}
	end()
	return p
}

// examples reads examples/*.txt: a line "# Title", an empty line, then the text.
func (l *loader) examples() error {
	for _, name := range l.names("examples", ".txt") {
		file := path.Join("examples", name)
		text, err := l.text(file)
		if err != nil {
			return err
		}
		title, text, ok := strings.Cut(text, "\n\n")
		title, marked := strings.CutPrefix(title, "# ")
		if !ok || !marked {
			l.problems = append(l.problems, LoadProblem{
				Pos: flow.Pos{File: file, Line: 1, Col: 1}, Text: "the example has no title",
				Hint: "begin it with a line \"# Title\" and an empty line",
			})
			continue
		}
		l.pb.Examples = append(l.pb.Examples, flow.Example{ID: strings.TrimSuffix(name, ".txt"), Title: strings.TrimSpace(title), Text: text})
	}
	return nil
}
