package tui

import (
	"regexp"
	"strconv"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"why403/content"
	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/must"
	"why403/flow/racetest"
)

var urlText = regexp.MustCompile(`https://\S+`)

// TestContentFits looks at every question, verdict, page and table that ships, in two widths: no line is too wide, no
// word is cut, and every list item hangs.
func TestContentFits(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	book := must.Have(t, content.Default)
	b := newBench(t, 80, 24, func(c *Config) { c.Playbook = book.Playbook })
	var all []screen
	for i := range book.Questions {
		q := &book.Questions[i]
		all = append(all, newQuestion(b.app.t, q, false), &howScreen{b.app.t, q})
	}
	for i := range len(book.Reference) + len(book.Tables) {
		all = append(all, newPage(b.app.t, conversation.Show{Name: conversation.ShowReference, Of: strconv.Itoa(i + 1)}))
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
		b.app.t.stand(flow.Position{Outcome: flow.Concluded, Verdict: &book.Verdicts[i], Sure: flow.Strong})
		show(&verdictScreen{t: b.app.t})
		b.wants(strings.Join(strings.Fields(book.Verdicts[i].Title), " "))
	}
}

func TestParagraphs(t *testing.T) {
	t.Parallel()
	st := plainStyles()
	m := newMarkdown(&st)
	got := plain(strings.Join(m.page("One two three\nfour.\n\n- aaa bbb ccc\n  ddd\n  - eee fff ggg\n- hh\n\n1. ii jj kk ll\n\nEnd of-it", "", 12), "\n"))
	want := "One two\nthree four.\n\n• aaa bbb\n  ccc ddd\n  • eee fff\n    ggg\n• hh\n\n1. ii jj kk\n   ll\n\nEnd of-it"
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestProse(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ name, md, want string }{
		{"marks", "**One** *two* `three four` \\*five\\* &amp; <b>six</b>", "One two three four *five* &\n<b>six</b>"},
		{"code over two lines", "a `b\nc` d", "a b c d"},
		{"code in code", "``a `b` c``", "a `b` c"},
		{"hyphens", "a well-known word is not broken-up", "a well-known word is not\nbroken-up"},
		{"hard line break", "one  \ntwo\\\nthree", "one\ntwo\nthree"},
		{"a word wider than a line", "see abcdefghijklmnopqrstuvwxyz-0123456789", "see\nabcdefghijklmnopqrstuvwxyz-\n0123456789"},
		{"wide characters", "日本語日本語日本語 日本語日本語日本語", "日本語日本語日本語\n日本語日本語日本語"},
		{"headings", "### One two\n\nthree\n\nFour\n---", "One two\n\nthree\n\nFour"},
		{"indented code", "one\n\n    two  three", "one\n\ntwo  three"},
		{"quote", "> one two three four five six\n>\n> seven", "  one two three four five\n  six\n\n  seven"},
		{"rule", "one\n\n***\n\ntwo", "one\n\n────────\n\ntwo"},
		{"a list from three", "3. one\n4. two\n\n   three", "3. one\n4. two\n\n   three"},
		{"an empty item", "-\n- one", "•\n• one"},
		{"table", "| Model | Open |\n|---|:-:|\n| `a-b` | no |\n| c | |", "• Model: a-b\n  Open: no\n• Model: c"},
		{"control characters", "a\x1b[31mb &#27;[0m", "ab [0m"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			st := refinedStyles(true)
			if got := plain(strings.Join(newMarkdown(&st).page(tc.md, "", 28), "\n")); got != tc.want {
				t.Errorf("got\n%s\nwant\n%s", got, tc.want)
			}
		})
	}
}

// TestProseLooks holds that marks end where they ended in the text, on every line that they reach; code stays on one where it fits.
func TestProseLooks(t *testing.T) {
	t.Parallel()
	st := build(palette{code: lipgloss.Red})
	got := strings.Join(newMarkdown(&st).page("a **b `cc-d` e** *ff* `gg hhhhhhh` i `jj kk`", "", 9), "\n")
	want := "a \x1b[1mb\x1b[m \x1b[1;31mcc-d\x1b[m\n\x1b[1me\x1b[m \x1b[3mff\x1b[m \x1b[31mgg\x1b[m\n\x1b[31mhhhhhhh\x1b[m i\n\x1b[31mjj kk\x1b[m"
	if got != want {
		t.Errorf("got\n%q\nwant\n%q", got, want)
	}
}

// TestProseKeepsText lays out any mixture of marks, and holds that no line is too wide and no word is lost.
func TestProseKeepsText(t *testing.T) {
	t.Parallel()
	st := plainStyles()
	piece := rapid.SampledFrom([]string{
		"word", "日本", "👩‍🚀", "a-b", " ", "  ", "\n", "\n\n", "**", "*", "_", "`", "``", "- ", "2. ", "> ", "# ", "|", "---", "[", "](", ")", "<", ">",
		"https://example.com/a-b", "a@b.example", "\\", "&amp;", "&#27;", "\a", "\u0085", "\u00a0", "\xff", "\t",
	})
	rapid.Check(t, func(t *rapid.T) {
		md := strings.ReplaceAll(strings.Join(rapid.SliceOfN(piece, 0, 30).Draw(t, "md"), ""), "```", "`") // What follows three names a language, and is not shown.
		w := rapid.IntRange(1, 120).Draw(t, "w")
		lines := newMarkdown(&st).page(md, "", w)
		for _, l := range lines {
			if n := ansi.StringWidth(l); n > w && w >= 100 { // Marks are never cut, and 30 of them take up to 90 cells.
				t.Errorf("%d wide of %d: %q", n, w, l)
			}
		}
		if got, want := strings.Count(strings.ReplaceAll(plain(strings.Join(lines, "")), " ", ""), "word"), strings.Count(md, "word"); got != want {
			t.Errorf("%d of %d words in %q", got, want, lines)
		}
	})
}

// TestCodeWithoutColour holds that code in a sentence is told from it without colour.
func TestCodeWithoutColour(t *testing.T) {
	t.Parallel()
	b := newBench(t, 80, 60)
	b.paste("E4").press("enter").section("The fix in steps").wants("look at the X-Brew-Mode: strong-2025-05-14 label")
	b.send(tea.ColorProfileMsg{Profile: colorprofile.ASCII})
	b.wants("look at the `X-Brew-Mode: strong-2025-05-14` label")
}

// TestLinks holds that a link points to exactly the URL that is shown.
func TestLinks(t *testing.T) {
	t.Parallel()
	const url = "https://example.com/a-b/c_d-2025-05-14?x=y-z"
	st := plainStyles()
	m := newMarkdown(&st)
	for _, text := range []string{"see " + url + ", now", "see <" + url + "> now", "see [the page-here](" + url + ") now", "- (" + url + ")", "see **" + url + "**!"} {
		got := strings.Join(m.page(text, "", 90), "\n")
		if !strings.Contains(got, ";"+url+"\x07") || !strings.Contains(plain(got), url) {
			t.Errorf("%s:\n%q", text, got)
		}
	}
}
