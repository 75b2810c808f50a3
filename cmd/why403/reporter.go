package main

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"why403/content"
	"why403/flow"
	"why403/flow/files"
	"why403/flow/report"
)

// reporter writes a session in the forms in which it is given to others.
type reporter struct {
	book *content.Book
	now  func() time.Time
	name func() string // The session's name.
}

func (r reporter) Formats() []flow.Format { return report.Formats() }

func (r reporter) Write(id string, s *flow.Session, p flow.Position, strict bool) (flow.Written, error) {
	return report.Write(r.book.Playbook, s, p, id, report.Options{Now: r.now(), Strict: strict})
}

// maxSaved is how many reports of one session and format are kept apart by a number.
const maxSaved = 1000

// Save writes the text to a new file in the folder that the program was started in. No file is ever written over.
func (r reporter) Save(id, text string) (string, error) {
	ext := ".txt"
	if i := slices.IndexFunc(report.Formats(), func(f flow.Format) bool { return f.ID == id }); i >= 0 {
		ext = cmp.Or(report.Formats()[i].Ext, ext)
	}
	for n := 1; n <= maxSaved; n++ {
		name := "why403-" + r.name() + "-" + id
		if n > 1 {
			name += fmt.Sprintf("-%d", n)
		}
		path, err := filepath.Abs(name + ext)
		if err != nil {
			return "", fmt.Errorf("save the report: %w", err)
		}
		if _, err := os.Lstat(path); err == nil {
			continue
		}
		return path, files.Write(path, []byte(text), 0o600, false)
	}
	return "", fmt.Errorf("save the report: there are %d of this session here already", maxSaved)
}
