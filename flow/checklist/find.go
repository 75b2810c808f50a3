package checklist

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"why403/flow"
	"why403/flow/i18n"
	"why403/flow/redact"
)

// written returns everything that a checklist of the facts says besides its markers, in small letters on one line.
func written(pb *flow.Playbook, s *flow.Session, parked []flow.Fact) string {
	b := letter{width: width}
	gs := groups(pb, s, "")
	for _, some := range append([][]group{gs}, each(gs)...) { // Sent as one text, or role by role.
		b.WriteString(strings.Join(append(opening(pb, s, some), howTo(pb, s, some)), "\n") + "\n")
	}
	for _, f := range parked {
		b.WriteString(i18n.T("For %s", asked(pb, f.Asked)) + "\n")
		item(&b, pb, s, f.ID)
		if p, ok := pb.Pick(s, f.ID); ok { // As a letter has them that numbers the options by their places.
			for _, o := range p.Open {
				fmt.Fprintf(&b, "%d. %s\n", p.Choice.Number(o), bare(o.Title))
			}
		}
	}
	return flat(b.String())
}

// each returns every group by itself.
func each(gs []group) [][]group {
	var out [][]group
	for _, g := range gs {
		out = append(out, []group{g})
	}
	return out
}

func flat(s string) string {
	return strings.ToLower(strings.Join(strings.Fields(typographic.Replace(s)), " "))
}

// unquoted returns the lines of a text without what mail programs put before them, and how many of these marks each had.
func unquoted(text string) (lines []string, depth []int) {
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	lines = strings.Split(redact.Terminal(text), "\n")
	depth = make([]int, len(lines))
	for i, l := range lines {
		marks := quoting().FindString(l)
		depth[i] = utf8.RuneCountInString(strings.Join(strings.Fields(marks), ""))
		lines[i] = strings.TrimSpace(l[len(marks):])
	}
	return lines, depth
}

// find returns the answers in order.
func (r reader) find(text string) []answer {
	lines, depth := unquoted(text)
	var out []answer
	for i := 0; i < len(lines); i++ {
		a, rest, ok := r.marked(lines[i])
		if !ok {
			continue
		}
		for range maxJoined {
			m := options().FindStringSubmatch(rest)
			if m == nil || m[1] != "" || i+1 >= len(lines) {
				break
			}
			i++
			rest += " " + lines[i]
		}
		rest = colon().ReplaceAllString(options().ReplaceAllString(rest, ""), "")
		end, bounded := r.end(lines, depth, i, strings.Trim(rest, around) != "")
		a.text = gather(rest, lines[i+1:end], bounded)
		out = append(out, a)
		i = end - 1
	}
	return out
}

// marked reads the beginning of an answer. Square brackets alone mean something only around the name of a question.
func (r reader) marked(line string) (a answer, rest string, ok bool) {
	m := marker().FindStringSubmatch(line)
	if m == nil {
		m = misspelled().FindStringSubmatch(line)
	}
	if m == nil {
		return answer{}, "", false
	}
	a, rest = answer{id: m[2], stamp: strings.ToLower(m[3]), lettered: m[1] != "" || m[3] != ""}, m[4]
	for _, f := range r.s.Parked() {
		if strings.EqualFold(f.ID, m[2]) {
			a.id = f.ID
			return a, rest, true
		}
	}
	id, places, _ := strings.Cut(m[2], listed)
	for i := range r.pb.Choices {
		if c := &r.pb.Choices[i]; strings.EqualFold(c.ID, id) && strings.Trim(places, "123456789") == "" {
			a.id, a.places = c.ID, places
			return a, rest, true
		}
	}
	for i := range r.pb.Questions {
		if q := &r.pb.Questions[i]; strings.EqualFold(q.ID, m[2]) {
			a.id = q.ID
			return a, rest, true
		}
	}
	return a, rest, m[1] != "" || a.stamp != ""
}

// end returns the line before which the answer at the marker ends, and whether the checklist goes on there. What is quoted deeper than the
// answer is the mail that it answers, and no part of it.
func (r reader) end(lines []string, depth []int, at int, begun bool) (end int, bounded bool) {
	text := depth[at]
	for i := at + 1; i < len(lines); i++ {
		l := lines[i]
		if _, _, ok := r.marked(l); ok || between().MatchString(l) || r.wrote(l) {
			return i, depth[i] <= depth[at]
		}
		next := ""
		if i+1 < len(lines) {
			next = lines[i+1]
		}
		switch {
		case closes(l, next), begun && l != "" && depth[i] > text:
			return i, false
		case l != "":
			text, begun = depth[i], true
		}
	}
	return len(lines), false
}

// wrote reports whether the line is a piece of the checklist. An option's title without its number is somebody's answer.
func (r reader) wrote(line string) bool {
	l := flat(line)
	for _, p := range r.picks {
		if slices.ContainsFunc(p.Open, func(o *flow.Option) bool { return strings.TrimRight(l, ".!") == flat(o.Title) }) {
			return false
		}
	}
	return len(l) >= leastKnown && strings.Contains(r.known, l)
}

// gather puts an answer together from what stands on the marker's line and under it. Behind the last one nobody says where a
// farewell begins, so there it ends at an empty line.
func gather(rest string, under []string, bounded bool) string {
	all := []string{strings.TrimSpace(rest)}
	has := strings.Trim(rest, around) != ""
	for _, l := range under {
		if l == "" && has && !bounded {
			break
		}
		has = has || strings.Trim(l, around) != ""
		all = append(all, l)
	}
	return strings.TrimSpace(strings.Join(all, "\n"))
}
