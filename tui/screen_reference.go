package tui

import (
	"charm.land/lipgloss/v2"

	"why403/flow"
	"why403/flow/i18n"
	"why403/flow/page"
)

// referenceScreen lists the pages and tables there are to read.
type referenceScreen struct {
	t      *talk
	cursor int
}

func (s *referenceScreen) count() int { return len(s.t.pb.Reference) + len(s.t.pb.Tables) }

func (s *referenceScreen) title(i int) string {
	if n := len(s.t.pb.Reference); i >= n {
		return s.t.pb.Tables[i-n].Title
	}
	return s.t.pb.Reference[i].Title
}

func (s *referenceScreen) Move(n int) { s.cursor = min(max(s.cursor+n, 0), max(s.count()-1, 0)) }

func (s *referenceScreen) Choose() intent {
	if s.count() == 0 {
		return told(i18n.T("There is no reference page."))
	}
	return turned(s.cursor)
}

func (s *referenceScreen) Keys() []bound {
	return append(closing(choosing(i18n.T("read"))...), bind(goBack, "g", keyClose, "g").quiet())
}

func (s *referenceScreen) Body(w, _ int) body {
	w = min(w, textMax)
	b := body{focus: -1}
	b.add(s.t.st.heading, i18n.T("Reference"))
	if s.t.pb.Checked != "" {
		b.add(s.t.st.dim, page.Wrap(i18n.T("Last checked on %s", page.Line(s.t.pb.Checked)), w)...)
	}
	b.gap()
	for i := range s.count() {
		style, mark := lipgloss.NewStyle(), "  "
		if i == s.cursor {
			style, mark, b.focus = s.t.st.chosen, "▸ ", len(b.rows)
		}
		for j, l := range page.Wrap(page.Line(s.title(i)), w-4) {
			if j > 0 {
				mark = "  "
			}
			b.rows = append(b.rows, row{mark + style.Render(" "+l+" "), turned(i)})
		}
	}
	return b
}

// pageScreen shows one page or table.
type pageScreen struct {
	t     *talk
	page  *flow.Page
	table *flow.Table
}

func newPage(t *talk, i int) *pageScreen {
	if n := len(t.pb.Reference); i >= n {
		return &pageScreen{t: t, table: &t.pb.Tables[i-n]}
	}
	return &pageScreen{t: t, page: &t.pb.Reference[i]}
}

func (s *pageScreen) Keys() []bound { return closing(bind(goBack, "g", keyClose, "g").quiet()) }

func (s *pageScreen) Body(w, _ int) body {
	w = min(w, textMax)
	st := &s.t.st
	b := body{focus: -1}
	if s.table != nil {
		b.add(st.strong, page.Wrap(s.table.Title, w)...)
		for _, r := range s.table.Rows {
			b.gap()
			b.add(st.heading, page.Wrap(page.Line(r.Item), w)...)
			for _, f := range [...][2]string{
				{i18n.T("claimed: "), r.Claim}, {i18n.T("found: "), r.Finding}, {i18n.T("so it is: "), judgedWord(r.Judged)},
			} {
				if f[1] != "" {
					b.add(lipgloss.NewStyle(), page.Hang("  "+f[0], page.Line(f[1]), w)...)
				}
			}
			if r.Source != "" {
				for i, l := range page.Wrap(page.Line(r.Source), w-10) {
					lead := "          "
					if i == 0 {
						lead = i18n.T("  source: ")
					}
					if isURL(r.Source) {
						l = st.link.Hyperlink(page.Line(r.Source), "id=row").Render(l)
					}
					b.raw(lead + l)
				}
			}
			if r.Checked != "" {
				b.add(st.dim, i18n.T("  checked: %s", page.Line(r.Checked)))
			}
		}
		return b
	}
	b.add(st.strong, page.Wrap(s.page.Title, w)...)
	for _, sec := range s.page.Sections {
		b.gap()
		if sec.Heading != "" {
			b.add(st.heading, page.Wrap(sec.Heading, w)...)
		}
		b.raw(s.t.md.page(sec.Body, s.t.lang, w).lines...)
	}
	return b
}

func isURL(s string) bool { return len(s) > 8 && s[:8] == "https://" }
