package conversation

import (
	"slices"
	"sync"

	"why403/flow"
	"why403/flow/i18n"
)

// Name is something that can be done, whatever key or typed word it is done by.
type Name uint8

// Everything that can be done.
const (
	NoName Name = iota
	ChooseOption
	SayYes
	SayNo
	SayUnsure
	Verify
	SayWorks
	SaySame
	SayDifferent
	SayLater
	SayNotYet
	SendFull
	ResumeLast
	ResumeDue
	Finish
	NextCall
	NoText
	OpenFile
	UseExample
	GoBack
	LookBack
	UndoLast
	EditFact
	ShowHow
	ShowWhy
	ShowSay
	SetSpeaker
	KeepWords
	ParkQuestion
	ShowParked
	TakeAnswers
	WriteNote
	AskAPI
	SendProbe
	SendFree
	SkipProbe
	ShowBody
	WriteCommand
	HandOutput
	WatchCall
	LookHere
	ShowSettings
	SetSetting
	ShowTrail
	ShowCauses
	ShowFix
	CopyText
	CopySupport
	ShowReport
	SaveReport
	PasteText
	ShowReference
	AboutMine
	AboutCustomer
	SetTicket
	SetTarget
	SwitchPlaybook
	TakeBook
	PrintAgain
	ShowHelp
	Quit
)

// Stage is where in a conversation something can be done. It can be good at several.
type Stage uint8

// The stages.
const (
	AtStart Stage = 1 << iota
	AtAsking
	AtVerdict
	AtEnd  // Nothing more to ask: solved, unexplained, or left open.
	AtCard // One probe is shown.
	AtFree // All free probes that can help are shown.

	anywhere  = AtStart | AtAsking | AtVerdict | AtEnd
	afterward = AtAsking | AtVerdict | AtEnd
)

// Command is how something is done.
type Command struct {
	Name  Name
	Keys  []string // The keys that do it on a screen; the first is the one that is named.
	Words []string // The words that do it line by line; the first is the one that is named.
	Takes string   // What may follow the word; empty if nothing.
	Free  bool     // What follows may be any text.
	At    Stage
	Needs func(*State) bool // Nil if it is always to be had.
	Short string            // What it does, in a word or two.
	Long  string            // The same in a sentence.
	// Page is what it shows, for what follows its word; nil if it does something else. A front end may have a screen of its own for it.
	Page func(s *State, of string) Page
}

// digits name the options of a choice.
var digits = []string{"1", "2", "3", "4", "5", "6", "7", "8", "9"}

// Commands lists everything that can be done, in the order in which help shows it.
func Commands() []Command {
	listed.Do(func() { table = commands() })
	return table
}

var (
	listed sync.Once
	table  []Command
)

func commands() []Command {
	probing := func(s *State) bool { return s.Book.Prober != nil }
	sending := (*State).Sends
	watching := func(s *State) bool { return s.Book.Watcher != nil }
	reporting := func(s *State) bool { return s.Book.Reporter != nil }
	choosing := func(s *State) bool { c, _ := s.Choice(); return c != nil }
	single := func(s *State) bool { c, _ := s.Choice(); return c == nil }
	listing := func(s *State) bool { return s.Book.Checklist != nil }
	looking := func(s *State) bool { return s.Book.Looker != nil }
	shelved := func(s *State) bool { return s.Shelf }
	return []Command{
		{Name: SendProbe, Keys: []string{"enter"}, Words: []string{"send"}, At: AtCard | AtFree, Needs: sending, Short: i18n.T("send it"), Long: i18n.T("send what is shown, once, and nothing else")},
		{Name: SendFree, Keys: []string{"F"}, Words: []string{"free"}, At: AtCard, Needs: sending, Short: i18n.T("all free"), Long: i18n.T("see all free ones that can help, to send them together")},
		{Name: SkipProbe, Keys: []string{"esc"}, Words: []string{"skip"}, At: AtCard | AtFree, Needs: probing, Short: i18n.T("back"), Long: i18n.T("go back; nothing is sent")},
		{Name: ShowBody, Words: []string{"body"}, At: AtCard, Needs: probing, Long: i18n.T("the whole body of the request")},
		{Name: NoText, Keys: []string{"n"}, Words: []string{"none"}, At: AtStart, Short: i18n.T("questions"), Long: i18n.T("there is no text; go straight to the questions")},
		{Name: ChooseOption, Keys: digits, Words: digits, At: AtAsking, Needs: choosing, Short: i18n.T("choose"), Long: i18n.T("the answer with that number")},
		{Name: SayYes, Keys: []string{"y"}, Words: []string{"yes", "y"}, At: AtAsking, Needs: single, Short: i18n.T("yes"), Long: i18n.T("the answer is yes")},
		{Name: SayNo, Keys: []string{"n"}, Words: []string{"no", "n"}, At: AtAsking, Needs: single, Short: i18n.T("no"), Long: i18n.T("the answer is no")},
		{Name: SayUnsure, Keys: []string{"?", "u"}, Words: []string{"unsure", "u", "?", "not sure"}, At: AtAsking, Short: i18n.T("not sure"), Long: i18n.T("nobody knows: everything stays possible")},
		{Name: Verify, Keys: []string{"v"}, Words: []string{"verify", "v"}, At: AtVerdict, Short: i18n.T("does it work now?"), Long: i18n.T("does the full request work now? Where that is asked, the answers are y, n and the like")},
		{Name: SayWorks, Keys: []string{"y"}, Words: []string{"works"}, Takes: i18n.T("[REQUEST-ID]"), At: AtVerdict, Short: i18n.T("it works"), Long: i18n.T("the fix was made, and the full original request works; its request id may go with it")},
		{Name: SaySame, Keys: []string{"n"}, Words: []string{"same", "refused"}, At: AtVerdict, Short: i18n.T("same error"), Long: i18n.T("the fix was made, and the same error comes back")},
		{Name: SayDifferent, Keys: []string{"d"}, Words: []string{"different"}, At: AtVerdict, Short: i18n.T("another error"), Long: i18n.T("the fix was made, and a different error comes back; it is to be pasted")},
		{Name: SayLater, Keys: []string{"L"}, Words: []string{"later", "l"}, At: AtVerdict | AtEnd, Short: i18n.T("in 10 minutes"), Long: i18n.T("check again in 10 minutes: it is offered when why403 next starts")},
		{Name: SayNotYet, Keys: []string{"?", "u"}, Words: []string{"todo"}, At: AtVerdict, Short: i18n.T("not yet"), Long: i18n.T("the fix is not made yet: see what is left to do"), Page: (*State).endPage},
		{Name: SendFull, Keys: []string{"r"}, Words: []string{"resend"}, At: AtVerdict, Needs: probing, Short: i18n.T("send it"), Long: i18n.T("send the failing request again; it is shown first")},
		{Name: ResumeLast, Keys: []string{"b"}, Words: []string{"continue"}, At: AtStart, Short: i18n.T("continue"), Long: i18n.T("go on with the session used last")},
		{Name: ResumeDue, Keys: []string{"v"}, Words: []string{"check"}, At: AtStart, Short: i18n.T("check again"), Long: i18n.T("go on with the session whose fix is to be checked by now")},
		{Name: Finish, Keys: []string{"f"}, Words: []string{"finish"}, At: afterward, Short: i18n.T("finish"), Long: i18n.T("what is left to do, and how to come back"), Page: (*State).endPage},
		{Name: NextCall, Keys: []string{"N"}, Words: []string{"next"}, At: afterward, Short: i18n.T("next call"), Long: i18n.T("begin the next call; this session is saved")},
		{Name: GoBack, Words: []string{"back", "b"}, At: afterward, Short: i18n.T("back"), Long: i18n.T("take back the answer before, so that its question is asked again; trail only looks")},
		{Name: LookBack, Keys: []string{"b", "left"}, Short: i18n.T("back"), Long: i18n.T("back: look at the answer before; nothing changes")},
		{Name: UndoLast, Keys: []string{"ctrl+z"}, Words: []string{"undo"}, At: afterward, Short: i18n.T("undo"), Long: i18n.T("take the last answer or text back")},
		{Name: EditFact, Keys: []string{"e"}, Words: []string{"edit", "e"}, Takes: i18n.T("N yes|no|unsure|withdraw"), At: afterward, Short: i18n.T("edit"), Long: i18n.T("edit what was answered, in the trail")},
		{Name: ShowHow, Keys: []string{"h"}, Words: []string{"how", "h"}, At: AtAsking, Short: i18n.T("how"), Long: i18n.T("how to check, step by step"), Page: (*State).howPage},
		{Name: ShowWhy, Words: []string{"why", "would"}, Takes: i18n.T("[CAUSE]"), At: afterward, Short: i18n.T("why"), Long: i18n.T("why this is asked, or why this is the verdict; with a cause, what speaks for and against it and what would change it"), Page: (*State).whyPage},
		{Name: ShowSay, Keys: []string{"s"}, Words: []string{"say", "s"}, At: afterward, Short: i18n.T("say it"), Long: i18n.T("the wording to read out to a customer"), Page: (*State).sayPage},
		{Name: SetSpeaker, Keys: []string{"tab"}, Words: []string{"says"}, Takes: i18n.T("customer|me|colleague"), At: afterward, Short: i18n.T("whose word"), Long: i18n.T("whose word the answer is: the customer's, yours, a colleague's")},
		{Name: KeepWords, Keys: []string{"\"", "'"}, Words: []string{"words"}, Takes: i18n.T("[#N] TEXT"), Free: true, At: afterward, Short: i18n.T("their words"), Long: i18n.T("the customer's own words, kept with the next answer; with #N those of answer N of the trail, and without a text none")},
		{Name: ParkQuestion, Keys: []string{"z"}, Words: []string{"park"}, Takes: i18n.T("[#N] [NAME or N]"), Free: true, At: afterward, Short: i18n.T("park"), Long: i18n.T("park it for someone else who must check, and go on; with #N answer N of the trail")},
		{Name: ShowParked, Keys: []string{"Z"}, Words: []string{"parked"}, Takes: i18n.T("[NAME or N]"), At: afterward, Short: i18n.T("waiting"), Long: i18n.T("what is parked with others; send it, take the answers back")},
		{Name: TakeAnswers, Keys: []string{"p"}, Words: []string{"answers"}, Takes: i18n.T("[keep]"), At: afterward, Needs: listing, Short: i18n.T("paste"), Long: i18n.T("paste the answers that came back; keep takes the last one, in prose, as their words")},
		{Name: WriteNote, Keys: []string{"+"}, Words: []string{"note"}, Takes: i18n.T("[#N] TEXT"), Free: true, At: afterward, Short: i18n.T("note"), Long: i18n.T("a note on this question, on fact N of the trail, or with #0 on the whole session; after = it takes the place of the one before")},
		{Name: AskAPI, Keys: []string{"r"}, Words: []string{"probe"}, Takes: i18n.T("[NAME]"), At: afterward, Needs: probing, Short: i18n.T("ask the API"), Long: i18n.T("ask the API itself; the request is shown first")},
		{Name: WriteCommand, Keys: []string{"$"}, Words: []string{"command"}, Takes: i18n.T("[all] [LANGUAGE]"), At: afterward | AtCard, Needs: probing, Short: i18n.T("show command"), Long: i18n.T("the command, to copy and run on another machine; all takes every free one that can help")},
		{Name: HandOutput, Keys: []string{"o"}, Words: []string{"handback"}, At: afterward | AtCard, Needs: probing, Short: i18n.T("its output"), Long: i18n.T("paste what the command printed on the other machine")},
		{Name: WatchCall, Keys: []string{"i"}, Words: []string{"watch"}, At: anywhere, Needs: watching, Short: i18n.T("watch the call"), Long: i18n.T("watch the real call: it tells more than a text")},
		{Name: LookHere, Keys: []string{"l"}, Words: []string{"look"}, Takes: "[N]", At: AtAsking, Needs: looking, Short: i18n.T("look here"), Long: i18n.T("look at this machine: which key and address the program finds; what is read is shown first")},
		{Name: ShowSettings, Keys: []string{"m"}, Words: []string{"settings"}, At: anywhere | AtCard, Needs: sending, Short: i18n.T("model, key"), Long: i18n.T("model, key and address for asking the API")},
		{Name: SetSetting, Words: []string{"set"}, Takes: i18n.T("NAME=VALUE"), Free: true, At: anywhere | AtCard, Needs: sending, Long: i18n.T("change one of them; set key takes a key unseen")},
		{Name: ShowTrail, Keys: []string{"t"}, Words: []string{"trail", "t"}, At: afterward, Short: i18n.T("trail"), Long: i18n.T("everything known and from where; change it there"), Page: (*State).trailPage},
		{Name: ShowCauses, Keys: []string{"w"}, Words: []string{"causes", "w"}, At: afterward, Short: i18n.T("causes"), Long: i18n.T("every cause, with what speaks for and against it"), Page: (*State).causesPage},
		{Name: ShowFix, Words: []string{"fix", "f"}, Takes: i18n.T("[N] [LANGUAGE]"), At: AtVerdict | AtEnd, Long: i18n.T("the whole screen of the verdict again, or its section N, with code in that language"), Page: (*State).fixPage},
		{Name: CopyText, Keys: []string{"c"}, Words: []string{"copy", "c"}, At: afterward, Short: i18n.T("copy"), Long: i18n.T("copy the request, the fix, or the text for support")},
		{Name: CopySupport, Keys: []string{"S"}, Words: []string{"support", "escalate", "x"}, At: afterward, Short: i18n.T("for support"), Long: i18n.T("copy the text for support")},
		{Name: ShowReport, Keys: []string{"R"}, Words: []string{"report"}, Takes: i18n.T("[FORMAT] [strict]"), At: afterward, Needs: reporting, Short: i18n.T("report"), Long: i18n.T("for a ticket, the customer, support; copied or as a file")},
		{Name: SaveReport, Keys: []string{"ctrl+s"}, Words: []string{"save"}, Takes: i18n.T("FORMAT [strict]"), At: afterward, Needs: reporting, Short: i18n.T("to a file"), Long: i18n.T("write it to a new file, and show where that is")},
		{Name: PasteText, Keys: []string{"p"}, Words: []string{"paste", "p"}, At: anywhere, Short: i18n.T("paste"), Long: i18n.T("paste another text")},
		{Name: OpenFile, Keys: []string{"O"}, Words: []string{"file"}, Takes: i18n.T("PATH"), Free: true, At: anywhere, Short: i18n.T("file"), Long: i18n.T("read the text from a file")},
		{Name: UseExample, Keys: []string{"x"}, Words: []string{"example", "examples"}, Takes: "[N]", At: anywhere, Short: i18n.T("example"), Long: i18n.T("read example N, or list the examples"), Page: (*State).examplesPage},
		{Name: ShowReference, Keys: []string{"g"}, Words: []string{"reference", "g"}, Takes: "[N]", At: anywhere, Short: i18n.T("reference"), Long: i18n.T("background: the error, the 30-second answer, the tables"), Page: (*State).referencePage},
		{Name: AboutMine, Words: []string{"mine"}, At: anywhere, Long: i18n.T("your own call again: answers count as yours")},
		{Name: AboutCustomer, Keys: []string{"C"}, Words: []string{"customer"}, At: anywhere, Short: i18n.T("customer"), Long: i18n.T("a customer's call: wording to read out, and whose word each answer is")},
		{Name: SetTicket, Keys: []string{"a"}, Words: []string{"ticket"}, Takes: i18n.T("TEXT"), Free: true, At: anywhere, Short: i18n.T("ticket"), Long: i18n.T("the number or address of the ticket")},
		{Name: SetTarget, Words: []string{"target"}, Takes: i18n.T("HOST"), Free: true, At: anywhere, Long: i18n.T("where the call goes")},
		{Name: SwitchPlaybook, Keys: []string{">"}, Words: []string{"switch"}, At: AtVerdict | AtEnd, Needs: shelved, Short: i18n.T("go on"), Long: i18n.T("go on in the playbook that this verdict names, with what is known")},
		{Name: TakeBook, Keys: []string{"P"}, Words: []string{"playbook", "playbooks"}, Takes: "[N]", At: anywhere, Needs: shelved, Short: i18n.T("playbook"), Long: i18n.T("the playbooks: which one this is, and another one")},
		{Name: PrintAgain, Words: []string{"again", "a"}, At: afterward, Long: i18n.T("print this step again")},
		{Name: ShowHelp, Keys: []string{"f1", "H"}, Words: []string{"help"}, At: anywhere | AtCard | AtFree, Short: i18n.T("all keys"), Long: i18n.T("this list")},
		{Name: Quit, Keys: []string{"q"}, Words: []string{"quit", "q"}, At: anywhere | AtCard | AtFree, Short: i18n.T("quit"), Long: i18n.T("stop here; the session is saved")},
	}
}

// Named returns how something is done.
func Named(n Name) Command {
	all := Commands()
	i := slices.IndexFunc(all, func(c Command) bool { return c.Name == n })
	if i < 0 {
		return Command{Name: n}
	}
	return all[i]
}

// Has reports whether the conversation has what a command needs.
func (s *State) Has(c Command) bool { return c.Needs == nil || c.Needs(s) }

// Stage tells the stage from the position. Where nothing explains the error there is no fix to have tried.
func (s *State) Stage() Stage {
	switch p := s.Position(); {
	case p.Outcome == flow.Asking:
		return AtAsking
	case p.Outcome == flow.Concluded && !p.Solved && p.Verdict.ID != s.Book.Playbook.Unexplained:
		return AtVerdict
	default:
		return AtEnd
	}
}

// Does says of a key that does nothing where it was pressed where it works, or that this session has no use for it: one sentence that fits a
// row of a small window. Named is what the front end calls the key, here where it was pressed.
func (s *State) Does(key, named string, here Stage) string {
	at, has := Stage(0), false
	for _, c := range Commands() {
		if slices.Contains(c.Keys, key) {
			asked := c.Name == ChooseOption || c.Name == SayYes || c.Name == SayNo // It depends on the question.
			at, has = at|c.At, has || asked || s.Has(c)
		}
	}
	works := func(stages Stage) bool { return at&^here&stages == stages }
	switch p := s.Position(); {
	case at&AtVerdict != 0 && at&AtEnd == 0 && p.Verdict != nil && p.Verdict.ID == s.Book.Playbook.Unexplained:
		return i18n.T("%s has no use here: %s for support, %s report", named, s.call(CopySupport), s.call(ShowReport))
	case at != 0 && !has:
		return i18n.T("%s has no use in this session", named)
	case p.Outcome == flow.Open && here == AtEnd && at&AtEnd == 0 && at&AtAsking != 0 && len(p.Again) > 0:
		return i18n.T("%s works on a question: open one", named)
	case p.Outcome == flow.Open && here == AtEnd && at&AtEnd == 0 && at&AtVerdict != 0:
		return i18n.T("%s works once one cause is left", named)
	case works(AtAsking | AtVerdict | AtEnd):
		return i18n.T("%s works from the first question on", named)
	case works(AtAsking | AtVerdict):
		return i18n.T("%s works on questions and verdicts", named)
	case works(AtStart | AtVerdict):
		return i18n.T("%s works on the start page and verdicts", named)
	case works(AtVerdict | AtEnd):
		return i18n.T("%s works on verdicts and the last page", named)
	case works(AtAsking):
		return i18n.T("%s works on questions", named)
	case works(AtVerdict):
		return i18n.T("%s works on verdicts", named)
	case works(AtEnd):
		return i18n.T("%s works on the last page", named)
	case works(AtStart):
		return i18n.T("%s works on the start page", named)
	case works(AtCard):
		return i18n.T("%s works on requests to the API", named)
	default:
		return i18n.T("%s does nothing here", named)
	}
}

// call names a command as this front end does it, for a sentence.
func (s *State) call(n Name) string {
	c := Named(n)
	if s.name != nil {
		return s.name(c)
	}
	return c.Words[0]
}

// CommandGroup is a part of the help: what belongs together.
type CommandGroup struct {
	Title string
	Names []Name
}

// groups are the parts of the help, in its order. Everything that can be done is in one of them.
func groups() []CommandGroup {
	return []CommandGroup{
		{i18n.T("Answer"), []Name{ChooseOption, SayYes, SayNo, SayUnsure, Verify, SayWorks, SaySame, SayDifferent, SayNotYet, SayLater, NoText, GoBack, LookBack, UndoLast, EditFact}},
		{i18n.T("Find out"), []Name{ShowHow, ShowWhy, SendProbe, SendFree, SkipProbe, ShowBody, AskAPI, SendFull, WriteCommand, HandOutput, WatchCall, LookHere, ShowSettings, SetSetting}},
		{i18n.T("Look at"), []Name{ShowTrail, ShowCauses, ShowFix, ShowReference, PrintAgain}},
		{i18n.T("A customer's call"), []Name{AboutCustomer, AboutMine, ShowSay, SetSpeaker, KeepWords, ParkQuestion, ShowParked, TakeAnswers, SetTicket, SetTarget}},
		{i18n.T("Texts and playbooks"), []Name{PasteText, OpenFile, UseExample, TakeBook, SwitchPlaybook}},
		{i18n.T("Write it up"), []Name{WriteNote, CopyText, CopySupport, ShowReport, SaveReport}},
		{i18n.T("The session"), []Name{Finish, NextCall, ResumeLast, ResumeDue, ShowHelp, Quit}},
	}
}

// Grouped returns those of the commands that pass, in the groups of the help. Groups without any are left out.
func Grouped(pass func(Command) bool) []CommandGroup {
	var out []CommandGroup
	for _, g := range groups() {
		g.Names = slices.DeleteFunc(slices.Clone(g.Names), func(n Name) bool { return !pass(Named(n)) })
		if len(g.Names) > 0 {
			out = append(out, g)
		}
	}
	return out
}
