package conversation

import (
	"strconv"
	"strings"

	"why403/flow"
	"why403/flow/i18n"
	"why403/flow/page"
)

// Reference lists the pages and tables there are to read.
func (s *State) Reference() []page.Block {
	pb := s.Book.Playbook
	blocks := []page.Block{page.Text{Text: i18n.T("Reference"), Tone: page.Heading}}
	if pb.Checked != "" {
		blocks = append(blocks, page.Text{Text: i18n.T("Last checked on %s", page.Line(pb.Checked)), Tone: page.Faint})
	}
	if len(pb.Reference)+len(pb.Tables) == 0 {
		return append(blocks, page.Text{Text: i18n.T("There are no reference pages.")})
	}
	blocks = append(blocks, page.Gap{})
	for i := range len(pb.Reference) + len(pb.Tables) {
		title := ""
		if n := len(pb.Reference); i >= n {
			title = pb.Tables[i-n].Title
		} else {
			title = pb.Reference[i].Title
		}
		blocks = append(blocks, page.Item{N: i + 1, Text: page.Line(title), Pick: Show{ShowReference, strconv.Itoa(i + 1)}})
	}
	return append(blocks, typed(i18n.T("Type reference and a number.")))
}

// referencePage is one page or table of the reference, by its number in the list; the list for anything else.
func (s *State) referencePage(number string) Page {
	n, err := strconv.Atoi(number)
	if err != nil || n < 1 || n > len(s.Book.Playbook.Reference)+len(s.Book.Playbook.Tables) {
		return Page{Blocks: s.Reference(), Choose: i18n.T("read")}
	}
	return Page{Blocks: append([]page.Block{page.Gap{}}, s.referenceAt(n-1)...)}
}

func (s *State) referenceAt(i int) []page.Block {
	pb := s.Book.Playbook
	if n := len(pb.Reference); i >= n {
		return tablePage(&pb.Tables[i-n])
	}
	pg := pb.Reference[i]
	blocks := []page.Block{page.Text{Text: pg.Title, Tone: page.Strong}}
	for _, sec := range pg.Sections {
		blocks = append(blocks, page.Gap{})
		if sec.Heading != "" {
			blocks = append(blocks, page.Text{Text: sec.Heading, Tone: page.Heading})
		}
		blocks = append(blocks, page.Markdown{Text: sec.Body})
	}
	return blocks
}

func tablePage(t *flow.Table) []page.Block {
	blocks := []page.Block{page.Text{Text: t.Title, Tone: page.Strong}}
	for _, r := range t.Rows {
		blocks = append(blocks, page.Gap{}, page.Text{Text: page.Line(r.Item), Tone: page.Heading})
		var under []page.Block
		for _, f := range [...][2]string{
			{i18n.T("claimed: "), r.Claim}, {i18n.T("found: "), r.Finding}, {i18n.T("judged: "), judgedWord(r.Judged)},
		} {
			if f[1] != "" {
				under = append(under, page.Text{Lead: f[0], Text: page.Line(f[1])})
			}
		}
		if r.Source != "" {
			under = append(under, page.Text{Lead: i18n.T("source: "), Text: page.Line(r.Source), Link: strings.HasPrefix(r.Source, "https://")})
		}
		if r.Checked != "" {
			under = append(under, page.Text{Text: i18n.T("checked: %s", page.Line(r.Checked)), Tone: page.Faint})
		}
		blocks = append(blocks, page.Group{Blocks: under})
	}
	return blocks
}

// judgedWord is what a claim turned out to be.
func judgedWord(s string) string {
	switch s {
	case "confirmed":
		return i18n.T("✓ confirmed")
	case "wrong":
		return i18n.T("✗ wrong")
	case "outdated":
		return i18n.T("! outdated")
	case "unverifiable":
		return i18n.T("? unverifiable")
	case "new":
		return i18n.T("+ new, claimed nowhere")
	default:
		return page.Line(s)
	}
}
