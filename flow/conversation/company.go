package conversation

import (
	"fmt"
	"slices"
	"strings"

	"why403/flow"
	"why403/flow/i18n"
	"why403/flow/page"
)

// CustomerName is what a customer is called in a session's company, and no engineer.
const CustomerName = "customer"

// Company is who else is in the session now, by name: each as often as they have it open. A guest is only told of an engineer, under any
// name.
type Company struct{ Names []string }

func (a Company) do(c *Conversation) Step {
	if slices.Equal(a.Names, c.company) {
		return c.same(flow.Fact{})
	}
	c.company = slices.Clone(a.Names)
	was := c.state
	c.refresh()
	return Step{Done: true, Was: was}
}

// person is somebody's name as it is shown.
func (s *State) person(name string) string {
	switch {
	case s.guest:
		return i18n.T("your support engineer")
	case name == CustomerName:
		return i18n.T("the customer")
	default:
		return page.Line(name)
	}
}

// With says who else is in the session, and the same in ever fewer words; nil where nobody is.
func (s *State) With() []string {
	var names []string
	for _, name := range s.Company {
		if name = s.person(name); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	if names == nil {
		return nil
	}
	all := []string{i18n.T("with %s", strings.Join(names, ", "))}
	if len(names) > 1 {
		all = append(all, i18n.T("with %d others", len(names)))
	}
	return append(all, fmt.Sprint("+", len(names)))
}

// Arrived says who has come in or left since the other state; "" if nobody did.
func (s *State) Arrived(was *State) string {
	for _, name := range s.Company {
		if !slices.Contains(was.Company, name) {
			return i18n.T("Now here: %s.", s.person(name))
		}
	}
	for _, name := range was.Company {
		if !slices.Contains(s.Company, name) {
			return i18n.T("Not here any more: %s.", s.person(name))
		}
	}
	return ""
}
