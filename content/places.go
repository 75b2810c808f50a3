package content

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"why403/flow"
)

// placed is a text of the playbook in which a name in braces may stand.
type placed struct {
	pos  flow.Pos
	text string
}

// places reports names in braces that nothing fills in: a person would see them as they stand, and a request would send them.
func (l *textLinter) places() {
	for i := range l.b.Probes {
		p := &l.b.Probes[i]
		l.filled(l.b.requestPlaces(), placed{p.Pos, p.Path}, placed{p.Pos, p.Beta}, placed{p.Pos, p.Body})
		for _, r := range p.AllReplies() {
			l.filled(l.b.requestPlaces(), placed{r.Pos, r.Lists}, placed{r.Pos, r.Lacks})
			l.filled(nil, placed{r.Pos, r.Means})
		}
		l.filled(nil, placed{p.Pos, p.Title}, placed{p.Pos, p.Why})
		l.needs(p)
	}
	for _, o := range l.b.Request.Objects {
		l.filled([]string{flow.PlaceID}, placed{o.Pos, o.Path})
	}
	var read, remedies []placed
	for i := range l.b.Questions {
		q := &l.b.Questions[i]
		for _, text := range append([]string{l.b.Facts[q.ID].About, l.b.Facts[q.ID].AboutNo, q.Ask, q.Say, q.Why, q.Command, q.Link, q.Yes, q.No, q.Unsure}, q.How...) {
			read = append(read, placed{q.Pos, text})
		}
	}
	for _, id := range slices.Sorted(maps.Keys(l.b.Facts)) {
		if l.b.Question(id) == nil {
			f := l.b.Facts[id]
			read = append(read, placed{f.Pos, f.About}, placed{f.Pos, f.AboutNo})
		}
	}
	pages, fillable := slices.Clone(l.b.Reference), l.b.fillable()
	for i := range l.b.Verdicts {
		v := &l.b.Verdicts[i]
		read, pages = append(read, placed{v.Pos, v.Title}), append(pages, v.Screen)
		texts := append([]string{v.Remedy.Who, v.Remedy.Send, v.Remedy.Check}, v.Remedy.Fix...)
		for _, e := range v.Errors {
			texts = append(append(texts, e.Who, e.Send, e.Check), e.Fix...)
		}
		for _, text := range texts {
			remedies = append(remedies, placed{v.Pos, text})
			l.blanks(v.Pos, text, fillable)
		}
	}
	for i := range l.b.Rules {
		read = append(read, placed{l.b.Rules[i].Pos, l.b.Rules[i].Because})
	}
	for i, p := range pages {
		read = append(read, placed{p.Pos, p.Title})
		for _, s := range p.Sections {
			read = append(read, placed{p.Pos, s.Heading})
			if i < len(l.b.Reference) {
				read = append(read, placed{p.Pos, withoutPrograms(s.Body)})
				continue
			}
			remedies = append(remedies, placed{p.Pos, withoutPrograms(s.Body)})
			l.blanks(p.Pos, s.Body, fillable)
		}
	}
	for _, t := range read {
		for _, blank := range flow.BlanksIn(t.text) {
			l.add(l.b.find(t.pos, blank), "only what to do now about a verdict and its screen are filled in", "nothing fills in %s here", blank)
		}
	}
	l.filled(nil, append(read, remedies...)...)
	letter := flow.Pos{File: "escalation.tmpl", Line: 1, Col: 1}
	if l.b.file != "playbook.yaml" {
		letter.File = l.b.file
	}
	l.filled(nil, placed{letter, l.b.Escalation})
}

// requestPlaces returns the names of what can stand in a request, the playbook's own among them.
func (b *Book) requestPlaces() []string {
	names := flow.RequestPlaces()
	for _, p := range b.Request.Places {
		names = append(names, p.Name)
	}
	return names
}

// fillable returns the names of what can be known to stand in a remedy: what is noted of a text.
func (b *Book) fillable() []string {
	names := flow.Noticed()
	for _, s := range b.signs().list {
		for _, n := range s.Notes {
			names = append(names, n.Name)
		}
	}
	for _, p := range b.Request.Places {
		names = append(names, p.Name)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// blanks reports the blanks of a remedy's text that nothing fills in, or that leave a hole while nothing is known.
func (l *textLinter) blanks(at flow.Pos, text string, fillable []string) {
	for _, blank := range flow.BlanksIn(text) {
		names, otherwise := flow.BlankNames(blank)
		if otherwise == "" {
			l.add(l.b.find(at, blank), "write what stands there otherwise behind the bar", "nothing stands in %s while nothing is known", blank)
		}
		for _, name := range names {
			if !slices.Contains(fillable, name) {
				l.add(l.b.find(at, blank), flow.Suggest(name, fillable), "nothing fills in %s here", blank)
			}
		}
	}
}

// filled reports the names in the texts that are not among those known.
func (l *textLinter) filled(known []string, texts ...placed) {
	for _, t := range texts {
		for _, name := range flow.PlacesIn(t.text) {
			if slices.Contains(known, name) {
				continue
			}
			hint := "write what is meant, or <" + name + "> for the reader to fill in"
			if len(known) > 0 {
				hint = flow.Suggest(name, known)
			}
			l.add(l.b.find(t.pos, "{"+name+"}"), hint, "nothing fills in {%s} here", name)
		}
	}
}

// needs reports what a probe waits for and nobody can give.
func (l *textLinter) needs(p *flow.Probe) {
	known := append(l.b.requestPlaces(), "key", "admin", "other", "route")
	for _, n := range p.Needs {
		if !slices.Contains(known, n) && !strings.HasPrefix(n, "endpoint:/") {
			l.add(p.Pos, flow.Suggest(n, known), "needs: nothing gives %q", n)
		}
	}
}

// programs are the languages whose own braces hold names.
var programs = regexp.MustCompile("^(```+|~~~+)\\s*(go|python|py|js|javascript|ts|typescript|java|kotlin|csharp|cs|c|cpp|php|ruby|rb|rust|swift|scala|powershell|ps1)\\b")

// withoutPrograms leaves code in such a language out.
func withoutPrograms(md string) string {
	var b strings.Builder
	fence := ""
	for line := range strings.Lines(md) {
		bare := strings.TrimSpace(line)
		switch {
		case fence != "":
			if strings.HasPrefix(bare, fence) {
				fence = ""
			}
		case programs.MatchString(bare):
			fence = bare[:3]
		default:
			b.WriteString(line)
		}
	}
	return b.String()
}
