package conversation

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"why403/flow"
	"why403/flow/i18n"
	"why403/flow/page"
)

// mostReasons is how many reasons the card of a verdict gives; Sure gives all.
const mostReasons = 3

// mostKnown is how many answers stand on the card where nothing explains the error.
const mostKnown = 5

// Verdict is what was found and what to do now, on one screen.
func (s *State) Verdict(v *flow.Verdict) []page.Block {
	blocks := append(s.found(v), s.notUsed()...)
	do := DoNow(s.Remedy(v))
	if text := s.notReached(); text != "" {
		blocks = append(blocks, page.Gap{}, page.Text{Sign: "! ", Text: text, Tone: page.Warn})
		if text := s.beyond(); text != "" {
			blocks = append(blocks, page.Text{Text: text, Tone: page.Strong, Bar: true})
		}
		do[0] = page.Text{Text: FixToCheck(), Tone: page.Heading}
	}
	if s.notUsed() == nil || s.notReached() != "" { // Else that row sets it off: the fix stays where it is.
		blocks = append(blocks, page.Gap{})
	}
	blocks = append(blocks, do...)
	if v.SwitchTo != "" && s.Shelf {
		blocks = append(blocks, page.Text{Sign: "> ", Text: i18n.T("%s goes on from here, with what is known: %s", page.Line(v.SwitchTo), s.call(SwitchPlaybook)), Tone: page.Good, Pick: SwitchPlaybook})
	}
	blocks = append(blocks, s.waiting()...)
	if v.ID == s.Book.Playbook.Unexplained {
		blocks = append(blocks, s.known()...)
	}
	blocks = append(append(blocks, page.Gap{}), s.because(v)...)
	return append(blocks, s.alsoPossible()...)
}

// notUsed says that there were other errors in the text, and what lists them.
func (s *State) notUsed() []page.Block {
	if len(s.unused) == 0 || s.guest {
		return nil
	}
	return []page.Block{page.Text{Text: i18n.T("%s in the text, not used: %s", i18n.Count(len(s.unused), i18n.T("other error")), s.call(ShowTrail)), Tone: page.Faint, Pick: ShowTrail}}
}

// known says what was found out where nothing explains the error: which causes are out, and by what was said or measured last.
func (s *State) known() []page.Block {
	var out []string
	for _, o := range s.Standings() {
		if o.Level == flow.RuledOut {
			out = append(out, ShortName(o.Verdict))
		}
	}
	if out == nil {
		return nil
	}
	blocks := []page.Block{page.Gap{}, page.Text{Text: i18n.T("What we know"), Tone: page.Heading}, page.Text{Lead: i18n.T("Ruled out: "), Text: strings.Join(out, ", ")}}
	rows := slices.DeleteFunc(s.Rows(), func(r Row) bool { return r.OffPath || r.Part() == PartRead })
	for _, r := range rows[max(0, len(rows)-mostKnown):] {
		blocks = append(blocks, s.item(r))
	}
	if more := len(rows) - mostKnown; more > 0 {
		blocks = append(blocks, page.Text{Text: i18n.T("%s on the trail: %s", i18n.Count(more, i18n.T("more answer")), s.call(ShowTrail)), Tone: page.Faint, Pick: ShowTrail})
	}
	return blocks
}

// beyond says what to do where the fix was made as it should be, and the error still names its cause; "" where nobody can be written to.
func (s *State) beyond() string {
	switch {
	case s.Book.Escalation == nil:
		return ""
	case s.Answering() == flow.Customer:
		return i18n.T("All of that is in place? Then give the prepared text to whoever can look the request up: %s copies it.", s.call(CopySupport))
	default:
		return i18n.T("All of that is in place? Then write to support: %s copies the text, with the request id.", s.call(CopySupport))
	}
}

// StillRefused says what follows from the same error after the verdict's fix.
func (s *State) StillRefused(v *flow.Verdict) string {
	switch p := s.Position(); {
	case p.Verdict == v:
		return i18n.T("The error still names this cause.")
	case p.Verdict != nil && p.Verdict.ID == s.Book.Playbook.Unexplained:
		return i18n.T("That was not it, or not all of it, and no other cause explains it.")
	}
	return i18n.T("That was not it, or not all of it. Next: the other causes. What the fix may have changed is asked again.")
}

// found names the cause.
func (s *State) found(v *flow.Verdict) []page.Block {
	o, _ := s.Position().Standing(v.ID)
	sign := LevelSign(o.Level) + " "
	if v.ID == s.Book.Playbook.Unexplained {
		sign = ""
	}
	title := s.Title(v)
	said := page.Text{Sign: sign, Text: title, Said: i18n.T("VERDICT: %s", title), Tone: page.Strong}
	blocks := []page.Block{said}
	if v.Number > 0 && s.Answering() != flow.Customer { // A customer has no guide.
		said.Sign = ""
		blocks = []page.Block{page.Text{Sign: sign, Text: i18n.T("Cause %d in the guide", v.Number), Tone: page.Good}, said}
	}
	if v.Elsewhere {
		blocks = append(blocks, page.Text{Text: i18n.T("This error is not the service's to explain."), Tone: page.Faint})
	}
	return blocks
}

// Title is what the verdict is called in this session.
func (s *State) Title(v *flow.Verdict) string {
	title, _ := v.Called(s.Session)
	return title
}

// Remedy is what to do about a verdict, filled in with what is known, without secrets. That of the position is looked for once: the
// words of an error can be a long text, and a screen asks at every frame.
func (s *State) Remedy(v *flow.Verdict) flow.Remedy {
	if v == s.Position().Verdict {
		return s.remedy()
	}
	return s.remedyOf(v)
}

func (s *State) remedyOf(v *flow.Verdict) flow.Remedy {
	return Remedy(s.Book.Playbook, s.Session, v).Filled(func(name string) string { return oneLine(s.Session.Known(name)) })
}

// Ours reports whether what to do about the verdict is for whoever answers the customer, and not for the customer: whoever answers
// customers is support, and writes to nobody else where nothing explains the error.
func Ours(pb *flow.Playbook, s *flow.Session, v *flow.Verdict) bool {
	return v.ID == pb.Unexplained && s.About().Whose == flow.Customer
}

// Remedy is what to do about the verdict in the session, with its blanks.
func Remedy(pb *flow.Playbook, s *flow.Session, v *flow.Verdict) flow.Remedy {
	r := v.RemedyFor(s)
	if Ours(pb, s, v) {
		r.Who, r.Send = i18n.T("whoever on our side can look a request up by its id"), ""
		r.Fix = []string{i18n.T("Look up which rule refused request %s: the customer can't see it.", "{request_id|ID}")}
		if s.Known("request_id") == "" {
			r.Who = i18n.T("the customer, for the refusal; then whoever on our side can look a request up by its id")
			r.Fix = []string{i18n.T("Get a fresh refusal with its request id, and look up which rule refused it: the customer can't see it.")}
		}
	}
	return r
}

// DoNow is what to do now, who does it, what to send them, and how to see that it worked.
func DoNow(card flow.Remedy) []page.Block {
	blocks := []page.Block{page.Text{Text: i18n.T("Do this now"), Tone: page.Heading}}
	if card.Take == flow.OneOf {
		blocks = []page.Block{page.Text{Text: i18n.T("Do this now: one of these"), Tone: page.Heading}}
	}
	for _, f := range card.Fix {
		blocks = append(blocks, page.Text{Text: page.Line(f), Tone: page.Strong, Bar: true})
	}
	for _, part := range []struct{ lead, text string }{
		{i18n.T("Who: "), card.Who}, {i18n.T("Send: "), card.Send}, {i18n.T("Check: "), card.Check},
	} {
		if part.text != "" {
			blocks = append(blocks, page.Text{Lead: part.lead, Text: page.Line(part.text), Bar: true})
		}
	}
	return blocks
}

// waiting says for whom the conversation waits.
func (s *State) waiting() []page.Block {
	if text := s.waits(); text != "" {
		return []page.Block{page.Text{Sign: "… ", Text: text, Tone: page.Warn, Pick: ShowParked}}
	}
	return nil
}

// because gives the strongest reasons for a verdict, and what speaks against it.
func (s *State) because(v *flow.Verdict) []page.Block {
	o, _ := s.Position().Standing(v.ID)
	conflicts := s.conflicts()
	hints := s.hints(v)
	if len(o.For)+len(o.Against)+len(conflicts)+len(hints) == 0 {
		return nil
	}
	heading := i18n.T("Because")
	if word := i18n.Certainty(s.Position().SureText(s.Book.Playbook)); word != "" {
		heading = i18n.T("Because: %s", word)
	}
	blocks := []page.Block{page.Text{Text: heading, Tone: page.Heading}}
	first := func(rs []flow.Reason) []flow.Reason { rs = flow.Apart(rs); return rs[:min(len(rs), mostReasons)] }
	for _, r := range first(o.For) {
		blocks = append(blocks, page.Text{Sign: "+ ", Lead: i18n.T("for: "), Text: s.carried(r)})
	}
	for _, r := range first(slices.DeleteFunc(slices.Clone(o.Against), flow.Reason.NotReached)) { // The card begins with what was not.
		blocks = append(blocks, page.Text{Sign: "- ", Lead: i18n.T("against: "), Text: s.carried(r), Tone: page.Warn})
	}
	blocks = append(blocks, hints...)
	if returned := s.returned(); returned != "" {
		blocks = append(blocks, page.Text{Sign: "! ", Text: returned, Tone: page.Warn})
	}
	return append(blocks, conflicts...)
}

// carried is a reason; where it rests on nothing but what was said, with whose word that is.
func (s *State) carried(r flow.Reason) string {
	text, by := page.Line(r.Text), Said(r, s.Source)
	if by == "" {
		return text
	}
	return strings.TrimRight(text, ".") + " — " + by
}

// Said is whose word a reason rests on, as source says it; "" where it rests on anything else, too, or on several people's.
func Said(r flow.Reason, source func(flow.Fact) string) string {
	by := ""
	for _, f := range r.Facts {
		who := source(f)
		if !f.Answered() || by != "" && who != by {
			return ""
		}
		by = who
	}
	return by
}

// overturning says of the verdict what ruled it out earlier and what overturned that; "" if nothing did, or the reasons say it.
func (s *State) overturning() string {
	v := s.Position().Verdict
	if v == nil {
		return ""
	}
	o, ok := s.Session.Overturned(s.Book.Playbook, v.ID)
	st, _ := s.Position().Standing(v.ID)
	if !ok || slices.ContainsFunc(st.Against, func(r flow.Reason) bool { return r.Text == o.Was.Text }) {
		return ""
	}
	_, by := s.Shown(s.Row(o.By.ID))
	return Overturning(page.Line(o.Was.Text), by)
}

// Overturning says what ruled a cause out earlier, and what overturned that.
func Overturning(was, by string) string {
	return i18n.T("It was ruled out earlier: %s What overturned that: %s", was, by)
}

// alsoPossible names the causes that may be meant instead: beside a likely one all that are not ruled out, beside a proven one those for
// which something speaks.
func (s *State) alsoPossible() []page.Block {
	var names []string
	for _, o := range surest(s.Position().Others()) {
		names = append(names, ShortName(o.Verdict))
	}
	switch len(names) {
	case 0:
		return nil
	case 1:
		return []page.Block{page.Text{Sign: "! ", Text: i18n.T("%s stays possible until the fix works.", names[0]), Tone: page.Warn, Pick: ShowCauses}}
	default:
		last := len(names) - 1
		return []page.Block{page.Text{Sign: "! ", Text: i18n.T("%s and %s stay possible until the fix works.", strings.Join(names[:last], ", "), names[last]), Tone: page.Warn, Pick: ShowCauses}}
	}
}

// Outline lists the sections of a verdict's screen.
func (s *State) Outline(v *flow.Verdict) []page.Block {
	if len(v.Screen.Sections) == 0 {
		return nil
	}
	blocks := []page.Block{page.Gap{}, page.Text{Text: i18n.T("More on this"), Tone: page.Heading, Said: i18n.T("More on this, by number")}}
	for i, sec := range v.Screen.Sections {
		text := sec.Heading
		if languages := page.Read(sec.Body).Languages(); len(languages) > 1 {
			text += " · " + strings.Join(languages, ", ")
		}
		blocks = append(blocks, page.Item{N: i + 1, Text: text, Pick: Show{ShowFix, strconv.Itoa(i + 1)}})
	}
	return append(blocks, typed(i18n.T("fix and a number prints one, fix all prints them all.")))
}

// Section is one section of the screen of the verdict, with code in one language: the one given, or else the first.
func (s *State) Section(v *flow.Verdict, i int, language string) []page.Block {
	sec := v.Screen.Sections[i]
	return []page.Block{
		page.Text{Text: sec.Heading, Tone: page.Heading, Said: fmt.Sprintf("%d. %s", i+1, sec.Heading)},
		page.Markdown{Text: s.SectionText(v, i), Language: language},
	}
}

// SectionText is what a section says in Markdown, filled in with what is known of the failing call.
func (s *State) SectionText(v *flow.Verdict, i int) string {
	return flow.OnScreen(v.Screen.Sections[i].Body, s.Session.Known)
}

// fixPage is the verdict again, or of its screen one section, which is named by its number or a part of its heading, or all. A language may
// follow, or stand alone.
func (s *State) fixPage(of string) Page {
	v := s.Position().Verdict
	if v == nil {
		return Page{Blocks: []page.Block{page.Text{Text: i18n.T("There is no verdict, so there is no fix. Type causes to see what stays possible.")}}}
	}
	name, lang := strings.ToLower(of), ""
	switch name {
	case "":
		return Page{Blocks: slices.Concat([]page.Block{page.Gap{}}, s.Verdict(v), s.Outline(v))}
	case "all", i18n.T("all"):
		var blocks []page.Block
		for i := range v.Screen.Sections {
			blocks = append(blocks, s.sectionAlso(v, i, "")...)
		}
		return Page{Blocks: blocks}
	}
	fields := strings.Fields(name)
	if last := fields[len(fields)-1]; slices.ContainsFunc(v.Screen.Sections, func(sec flow.Section) bool { return offers(sec, last) }) {
		name, lang = strings.Join(fields[:len(fields)-1], " "), last
	}
	i := sectionNamed(v.Screen, name, lang)
	if i < 0 {
		no := page.Text{Text: i18n.T("fix takes the number of a section, and a language where there are several:")}
		list := s.Outline(v)
		return Page{Blocks: append([]page.Block{no}, list[:max(len(list)-1, 0)]...)}
	}
	p := Page{Blocks: s.sectionAlso(v, i, lang), Do: []Command{Named(CopyText)}, What: i18n.T("this section"), Text: s.SectionText(v, i)}
	if s.Stage() == AtVerdict {
		p.Do = append(p.Do, Named(Verify))
	}
	if i > 0 {
		p.Before = Show{ShowFix, strconv.Itoa(i)}
	}
	if i+1 < len(v.Screen.Sections) {
		p.After = Show{ShowFix, strconv.Itoa(i + 2)}
	}
	return p
}

// sectionAlso is a section with, where nothing can be pointed at, how to have its code in another language.
func (s *State) sectionAlso(v *flow.Verdict, i int, lang string) []page.Block {
	blocks := append([]page.Block{page.Gap{}}, s.Section(v, i, lang)...)
	doc := page.Read(s.SectionText(v, i))
	if _, lang = doc.In(lang); lang == "" {
		return blocks
	}
	others := slices.DeleteFunc(doc.Languages(), func(l string) bool { return l == lang })
	return append(blocks, typed("\n"+i18n.T("Also in %s: type fix %d %s.", strings.Join(others, ", "), i+1, strings.Join(others, i18n.T(", or fix %d ", i+1)))))
}

// offers reports whether a section has code in the language among others.
func offers(s flow.Section, lang string) bool {
	all := page.Read(s.Body).Languages()
	return len(all) > 1 && slices.Contains(all, lang)
}

// sectionNamed returns the index of the first section that has the number, or the name in its heading, and code in the
// language if one is given; -1 if there is none.
func sectionNamed(pg flow.ScreenText, name, lang string) int {
	n, err := strconv.Atoi(name)
	return slices.IndexFunc(pg.Sections, func(s flow.Section) bool {
		if err == nil {
			n--
			return n == 0 && (lang == "" || offers(s, lang))
		}
		return strings.Contains(strings.ToLower(s.Heading), name) && (lang == "" || offers(s, lang))
	})
}
