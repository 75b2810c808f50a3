package conversation

import (
	"slices"

	"why403/flow"
	"why403/flow/i18n"
	"why403/flow/page"
)

// Earlier is what a front end can go on with instead of beginning anew: each in a few words, or "".
type Earlier struct {
	Last string // The session used last.
	Due  string // One whose fix is to be checked by now.
	Call bool   // There was a call before this one, whose ticket is not this one's.
}

// Stood is where a session stands, in a few words: what was found, or for whom it waits; "" where a question is next.
func Stood(pb *flow.Playbook, s *flow.Session) string {
	p := flow.Walk(pb, s.Facts())
	switch {
	case p.Solved:
		return i18n.T("solved")
	case p.Outcome == flow.Asking:
		return ""
	case len(s.Parked()) > 0 && (p.Verdict == nil || p.Verdict.ID == pb.Unexplained):
		return i18n.T("waits for others")
	case p.Verdict == nil || p.Outcome == flow.Open:
		return i18n.T("not decided")
	default:
		_, name := p.Verdict.Called(s)
		return oneLine(name)
	}
}

// Start is what is shown before anything is known: what to give, what else can be done, and what the API would be asked with.
type Start struct {
	Ask   string
	Takes string      // What a text can be.
	Ways  []page.Item // Each with its command, named as this front end does it.
	Key   string      // "" where the API cannot be asked.
}

// Start is where a conversation begins. Another one takes a further text over one that was begun.
func (s *State) Start(e Earlier, another, files bool) Start {
	out := Start{Ask: i18n.T("Paste what failed. The whole error saves the most questions."), Takes: i18n.T("an error body, an exception, curl -i output, an HTML page, a log")}
	if another && s.Session.Outdated() {
		out.Ask = i18n.T("Paste the new error. What the old one showed no longer counts.")
	} else if another {
		out.Ask = i18n.T("Paste another text. It is added to what was read. If it shows an error, you choose: add it, or read it instead.")
	}
	way := func(name Name, text string) {
		out.Ways = append(out.Ways, page.Item{Word: s.call(name), Text: text, Pick: name})
	}
	last, due := i18n.T("continue   %s", e.Last), i18n.T("check again   %s", e.Due)
	if s.name == nil { // The word says it.
		last, due = e.Last, e.Due
	}
	if e.Last != "" {
		way(ResumeLast, last)
	}
	if e.Due != "" {
		way(ResumeDue, due)
	}
	if !another {
		way(NoText, i18n.T("answer questions instead"))
	}
	if len(s.Book.Playbook.Examples) > 0 {
		way(UseExample, i18n.T("try an example"))
	}
	if s.Book.Watcher != nil {
		way(WatchCall, i18n.T("watch the failing call itself"))
	}
	if files {
		way(OpenFile, i18n.T("open a file"))
	}
	if about := s.Session.About(); !another && about.Ticket == "" && (e.Call || about.Whose == flow.Customer) {
		way(SetTicket, i18n.T("name the ticket of this call"))
	}
	if s.Sends() {
		out.Key = s.asksWith()
	}
	return out
}

// Different is where the error is given that came in the place of the one before, after a fix.
func (s *State) Different(files bool) Start {
	out := s.Start(Earlier{}, true, files)
	out.Ask = i18n.T("Paste the new error: what the old one showed no longer counts.")
	out.Ways = slices.Insert(out.Ways, 0, page.Item{Word: s.call(NoText), Text: i18n.T("answer questions instead"), Pick: NoText})
	return out
}

// asksWith says what the API would be asked with, and how to change that.
func (s *State) asksWith() string {
	set := s.Book.Prober.Settings()
	key := page.Line(set.Key)
	if key == "" {
		return i18n.T("To ask the API: no key found here. %s sets it up", s.call(ShowSettings))
	}
	if set.KeyFrom != "" {
		key += ", " + page.Line(set.KeyFrom)
	}
	return i18n.T("To ask the API: key %s. %s changes it", key, s.call(ShowSettings))
}

// Blocks is the start as a page.
func (s Start) Blocks() []page.Block {
	blocks := []page.Block{page.Text{Text: s.Ask, Tone: page.Strong}, page.Text{Lead: i18n.T("It can be: "), Text: s.Takes}}
	if len(s.Ways) > 0 {
		blocks = append(blocks, page.Text{Text: NothingToPaste(), Tone: page.Heading})
	}
	for _, w := range s.Ways {
		blocks = append(blocks, w)
	}
	if s.Key != "" {
		blocks = append(blocks, page.Text{Text: s.Key, Tone: page.Faint})
	}
	return blocks
}

// NothingToPaste heads what can be done without a text.
func NothingToPaste() string { return i18n.T("Nothing to paste?") }

// Verifying asks whether the fix has helped, with every answer as an entry that names its command, and what follows from it.
func (s *State) Verifying() []page.Block {
	blocks := []page.Block{page.Text{Text: i18n.T("Make the fix, then send the full original request again. Does it work now?"), Tone: page.Strong}}
	if s.Answering() == flow.Customer {
		blocks = []page.Block{page.Text{Lead: ReadOutLead(), Text: s.SayVerify(), Tone: page.Strong}}
	}
	way := func(name Name, text, then string) {
		blocks = append(blocks, page.Item{Word: s.call(name), Text: text, Pick: name, Under: []page.Block{page.Text{Text: then, Tone: page.Faint}}})
	}
	way(SayWorks, i18n.T("it works"), "")
	if works, ok := blocks[1].(page.Item); ok {
		works.Under = []page.Block{page.Text{Text: i18n.T("Then that was it. Paste its request id, if you have it."), Said: i18n.T("Then that was it. Add its request id, if you have it."), Tone: page.Faint}}
		blocks[1] = works
	}
	way(SaySame, i18n.T("no, the same error"), i18n.T("Next: another cause, or why the fix hasn't reached the call."))
	way(SayDifferent, i18n.T("no, a different error"), i18n.T("Next: paste it. What the old one showed no longer counts."))
	way(SayNotYet, i18n.T("the fix is not made yet"), i18n.T("Then you see what is left to do, and can come back."))
	offers := i18n.T("why403 offers it when it next starts.")
	if s.Book.Elsewhere {
		offers = i18n.T("The list of sessions says so then.")
	}
	way(SayLater, i18n.T("check again in 10 minutes"), offers)
	if slices.ContainsFunc(s.cards(), func(c flow.Card) bool { return c.Probe != nil && c.Probe.ID == flow.FullProbe }) {
		text := i18n.T("send the failing request again")
		if s.Answering() == flow.Customer {
			text = i18n.T("the customer sends the failing request again")
		}
		way(SendFull, text, i18n.T("It is shown first; if it works, that is the answer."))
	}
	return blocks
}
