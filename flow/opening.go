package flow

import "strings"

// Opening says which texts are a playbook's own.
type Opening struct {
	// Words are looked for first, whatever the case, because that is cheap: a text with none of them is not the playbook's,
	// and its signs are not tried. An empty list lets every text through.
	Words []string
	// When is what the playbook's own signs have to read in the text, and Unless what they may not. An empty When claims no
	// text.
	When, Unless Cond
	// Over holds the ids of playbooks whose claim of the same text gives way to this one's.
	Over []string
	Pos  Pos
}

// Claims reports whether the facts, as the playbook's own signs read them, make their text the playbook's, and returns the
// facts that do.
func (pb *Playbook) Claims(facts []Fact) (because []Fact, ok bool) {
	if len(pb.Opens.When) == 0 {
		return nil, false
	}
	k := make(factSet, len(facts))
	for _, f := range facts {
		k[f.ID] = f
	}
	if !k.hold(pb.Opens.When, pb.Opens.Unless) {
		return nil, false
	}
	return k.reason(&Rule{When: pb.Opens.When}).Facts, true
}

// Statements writes facts as the playbook states them, each with the words that showed it.
func (pb *Playbook) Statements(facts []Fact) string {
	var parts []string
	for _, f := range facts {
		text, whole := pb.Facts[f.ID].Says(f.Value)
		if text == "" {
			text = f.ID
		}
		if !whole {
			text += ": " + f.Value.String()
		}
		if quote := strings.Join(strings.Fields(f.Quote), " "); quote != "" {
			text += ` ("` + quote + `")`
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, "; ")
}

// Chosen is a text read by the playbook that it belongs to.
type Chosen struct {
	Playbook string  // Its id.
	Reading  Reading // The reading by the signs of that playbook.
	Because  []Fact  // What made the text the playbook's own; empty where nothing did, and the usual one stands in.
}

// Title is a playbook in a list.
type Title struct {
	ID    string
	Title string
	About string // One sentence; may be empty.
}
