package tui

import (
	"cmp"
	"fmt"
	"strings"

	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/i18n"
	"why403/flow/page"
)

// newReports lists the forms in which the session can be given to others.
func newReports(t *state) *pageScreen {
	s := pageOf(t, conversation.ShowReport, func(*conversation.State) conversation.Page {
		blocks := []page.Block{
			page.Text{Text: i18n.T("Give this session to others"), Tone: page.Heading},
			page.Text{Text: i18n.T("Secrets are masked in every form. enter shows it before anything leaves.")},
			page.Gap{},
		}
		for _, f := range t.state.Book.Reporter.Formats() {
			blocks = append(blocks, page.Item{Text: formatName(f), Pick: conversation.Show{Name: conversation.ShowReport, Of: f.ID}})
		}
		return conversation.Page{Blocks: append(blocks, page.Gap{}, page.Text{Text: t.strictWord(), Tone: page.Faint}), Choose: i18n.T("look at it")}
	})
	s.own = func() []bound { return []bound{t.masking()} }
	return s
}

// masking is the key for how much is masked in a report.
func (t *state) masking() bound {
	word, long := i18n.T("strict"), i18n.T("strict: mask host names and addresses, too")
	if t.strict {
		word, long = i18n.T("not strict"), i18n.T("no longer mask host names and addresses; secrets always are")
	}
	return bind(toggleStrict, "tab", word, "tab").explain(long)
}

func (t *state) strictWord() string {
	if t.strict {
		return i18n.T("Strict: on. Host names and addresses are masked, too. tab: off")
	}
	return i18n.T("Strict: off. tab also masks host names and addresses.")
}

func formatName(f flow.Format) string { return cmp.Or(page.Line(f.Title), page.Line(f.ID)) }

// previewScreen shows the session in one form before it is copied or written to a file.
type previewScreen struct {
	t       *state
	format  flow.Format
	written flow.Written
	writing bool
	err     string // Why there is no text.
	saving  bool
	path    string // Where the file is; empty if there is none of this text.
	saveErr string
	saves   int // How often the text was written anew.

	lines []string // Of the text, ready to be shown.
	rows  []row    // The lines laid out for the width and the colours below.
	w     int
	look  string
}

// previewMax is how many lines of a report are shown; it is copied and written whole.
const previewMax = 4000

// Show takes the text, or why there is none.
func (s *previewScreen) Show(written flow.Written, err error) {
	s.writing, s.written, s.err, s.path, s.saveErr, s.rows, s.lines = false, written, "", "", "", nil, nil
	if err != nil {
		s.written, s.err = flow.Written{}, s.t.shown(err.Error())
		return
	}
	text := strings.TrimRight(written.Text, "\n")
	if text != "" {
		s.lines = strings.Split(s.t.mask(strings.Join(page.Rows(text), "\n")), "\n")
	}
}

func (s *previewScreen) ready() bool { return !s.writing && s.err == "" }

func (s *previewScreen) Copy() (what, text string) {
	return i18n.T("the report: %s", formatName(s.format)), s.written.Text
}

func (s *previewScreen) Keys() []bound {
	var keys []bound
	if s.ready() {
		keys = append(keys, bind(command(conversation.CopyText), "c", i18n.T("copy"), "c").explain(i18n.T("copy the whole report")))
		if !s.saving && s.path == "" && s.t.remote == nil {
			keys = append(keys, able(conversation.SaveReport))
		}
	}
	return closing(append(keys, s.t.masking())...)
}

func (s *previewScreen) Body(w, _ int) body {
	w = min(w, textMax)
	st := &s.t.st
	b := body{focus: -1}
	b.add(st.heading, page.Wrap(formatName(s.format), w)...)
	if s.writing {
		b.add(ink{}, page.Wrap(i18n.T("Writing it…"), w)...)
		return b
	}
	if s.err != "" {
		b.add(st.warn, page.Hang("! ", i18n.T("It could not be written: %s", s.err), w)...)
		return b
	}
	switch {
	case s.saving:
		b.add(ink{}, page.Wrap(i18n.T("Writing the file…"), w)...)
	case s.saveErr != "":
		b.add(st.warn, page.Hang("! ", i18n.T("Not in a file: %s. c copies it all the same.", s.saveErr), w)...)
	case s.path != "":
		b.add(st.good, page.Hang(i18n.T("✓ In a file: "), s.path, w)...)
	}
	b.add(st.dim, page.Wrap(conversation.MaskedWord(s.written.Masked)+" "+s.t.strictWord(), w)...)
	b.gap()
	b.rows = append(b.rows, s.drawn(w)...)
	return b
}

// drawn returns the text laid out, anew only for another width or other colours: it can be long.
func (s *previewScreen) drawn(w int) []row {
	look := fmt.Sprint(s.t.st.code)
	if s.rows != nil && s.w == w && s.look == look {
		return s.rows
	}
	b := body{focus: -1}
	for i, l := range s.lines {
		if i == previewMax {
			b.add(s.t.st.dim, page.Wrap(i18n.T("… and %s", i18n.Count(len(s.lines)-i, i18n.T("more line"))), w)...)
			break
		}
		b.add(s.t.st.code, page.FoldCode(l, w)...)
	}
	if len(s.lines) == 0 {
		b.add(s.t.st.dim, page.Wrap(i18n.T("There is nothing in it."), w)...)
	}
	s.rows, s.w, s.look = b.rows, w, look
	return s.rows
}
