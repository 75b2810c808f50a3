package tui

import (
	"regexp"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"why403/content"
	"why403/flow"
)

var urlText = regexp.MustCompile(`https://\S+`)

// TestContentFits looks at every question, verdict, page and table that ships, in two widths: no line is too wide, no
// word is cut, and every list item hangs.
func TestContentFits(t *testing.T) {
	t.Parallel()
	book, err := content.Default()
	if err != nil {
		t.Fatal(err)
	}
	b := newBench(t, 80, 24, func(c *Config) { c.Playbook = book.Playbook })
	var all []screen
	for i := range book.Questions {
		q := &book.Questions[i]
		all = append(all, newQuestion(b.app.t, q, false), &howScreen{b.app.t, q})
	}
	for i := range len(book.Reference) + len(book.Tables) {
		all = append(all, newPage(b.app.t, i))
	}
	var urls []string // Some are longer than the longest line.
	for _, v := range book.Verdicts {
		for _, sec := range v.Screen.Sections {
			urls = append(urls, urlText.FindAllString(sec.Body, -1)...)
		}
	}
	show := func(s screen) {
		b.app.layers = []layer{{screen: s}}
		known := vocabulary(b, 400)
		for _, u := range urls {
			known[u] = true
		}
		for _, w := range []int{40, 84} {
			b.size(w, 400)
			check(t, b, known, w, 400)
		}
	}
	for _, s := range all {
		show(s)
	}
	for i := range book.Verdicts {
		b.app.t.pos = flow.Position{Outcome: flow.Concluded, Verdict: &book.Verdicts[i], Sure: flow.Strong}
		show(&verdictScreen{t: b.app.t})
		b.wants(strings.Join(strings.Fields(book.Verdicts[i].Title), " "))
	}
}

func TestParagraphs(t *testing.T) {
	t.Parallel()
	st := plainStyles()
	m := newMarkdown(&st)
	got := plain(strings.Join(m.prose("One two three\nfour.\n\n- aaa bbb ccc\n  ddd\n  - eee fff ggg\n- hh\n\n1. ii jj kk ll\n\nEnd of-it", 12), "\n"))
	want := "One two\nthree four.\n\n• aaa bbb\n  ccc ddd\n  • eee fff\n    ggg\n• hh\n\n1. ii jj kk\n   ll\n\nEnd of-it"
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// TestCodeWithoutColour holds that code in a sentence is told from it without colour.
func TestCodeWithoutColour(t *testing.T) {
	t.Parallel()
	b := newBench(t, 80, 60)
	b.paste("E4").press("enter").wants("look at the X-Brew-Mode: strong-2025-05-14 label")
	b.send(tea.ColorProfileMsg{Profile: colorprofile.ASCII})
	b.wants("look at the `X-Brew-Mode: strong-2025-05-14` label")
}

// TestLinks holds that a link points to exactly the URL that is shown.
func TestLinks(t *testing.T) {
	t.Parallel()
	const url = "https://example.com/a-b/c_d-2025-05-14?x=y-z"
	st := plainStyles()
	m := newMarkdown(&st)
	for _, text := range []string{"see " + url + ", now", "see <" + url + "> now", "see [the page-here](" + url + ") now", "- (" + url + ")"} {
		got := strings.Join(m.prose(text, 90), "\n")
		if !strings.Contains(got, ";"+url+"\x07") || !strings.Contains(plain(got), url) || strings.Contains(got, hardHyphen) {
			t.Errorf("%s:\n%q", text, got)
		}
	}
}
