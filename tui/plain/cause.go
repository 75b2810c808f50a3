package plain

import (
	"strconv"
	"strings"

	"why403/flow"
	"why403/flow/i18n"
)

// cause finds the one cause that the text names by its number, its id or a part of its title, or says which there are.
func (c *dialog) cause(p flow.Position, name string) (*flow.Verdict, bool) {
	name = strings.ToLower(name)
	n, err := strconv.Atoi(name)
	var found []*flow.Verdict
	for i := range c.Playbook.Verdicts {
		v := &c.Playbook.Verdicts[i]
		switch {
		case v.ID == c.Playbook.Unexplained:
		case strings.EqualFold(v.ID, name), err == nil && v.Number == n && n > 0:
			return v, true
		case strings.Contains(strings.ToLower(v.Title), name):
			found = append(found, v)
		}
	}
	switch len(found) {
	case 1:
		return found[0], true
	case 0:
		c.out.say(i18n.T("No cause is called %q. There are:", short(name)))
		c.listCauses()
	default:
		c.out.say(i18n.T("More than one cause has that name:"))
		for _, v := range found {
			c.out.hang("- ", v.Title+" ("+v.ID+")")
		}
	}
	return nil, false
}

// short is a piece of what was typed, too short to hold a secret.
func short(s string) string {
	const most = 24
	if r := []rune(clean(s)); len(r) > most {
		return string(r[:most]) + "…"
	}
	return clean(s)
}

// listCauses names the causes that are considered, and after them the others.
func (c *dialog) listCauses() {
	considered := make(map[string]bool)
	for _, s := range c.state().Standings() {
		considered[s.Verdict.ID] = true
		c.out.hang("- ", s.Verdict.Title+" ("+called(s.Verdict)+")")
	}
	var others []string
	for _, v := range c.Playbook.Verdicts {
		if !considered[v.ID] && v.ID != c.Playbook.Unexplained {
			others = append(others, v.ID)
		}
	}
	if len(others) > 0 {
		c.out.hang(i18n.T("- not considered: "), strings.Join(others, ", "))
	}
}

// called is the shortest name of a cause.
func called(v *flow.Verdict) string {
	if v.Number > 0 {
		return strconv.Itoa(v.Number)
	}
	return v.ID
}

// whyCause prints why a cause stands where it stands, and which questions would move it.
func (c *dialog) whyCause(p flow.Position, name string) {
	if v, ok := c.cause(p, name); ok {
		c.out.show(c.state().Cause(v)...)
	}
}
