package conversation

import (
	"slices"
	"sync"

	"why403/flow/i18n"
)

// CommandGroup is a part of the help: what belongs together.
type CommandGroup struct {
	Title string
	Names []Name
}

// groups are the parts of the help, in its order. Everything that can be done is in one of them.
var groups = sync.OnceValue(func() []CommandGroup {
	return []CommandGroup{
		{i18n.T("Answer"), []Name{ChooseOption, SayYes, SayNo, SayUnsure, Verify, SayWorks, SaySame, SayDifferent, SayNotYet, SayLater, NoText, GoBack, LookBack, UndoLast, EditFact}},
		{i18n.T("Find out"), []Name{ShowHow, ShowWhy, SendProbe, SendFree, SkipProbe, ShowBody, AskAPI, SendFull, WriteCommand, HandOutput, WatchCall, LookHere, ShowSettings, SetSetting}},
		{i18n.T("Look at"), []Name{ShowTrail, ShowCauses, ShowFix, ShowReference, PrintAgain}},
		{i18n.T("A customer's call"), []Name{AboutCustomer, AboutMine, ShowSay, SetSpeaker, KeepWords, ParkQuestion, ShowParked, TakeAnswers, SetTicket, SetTarget}},
		{i18n.T("Texts and playbooks"), []Name{PasteText, OpenFile, UseExample, TakeBook, SwitchPlaybook}},
		{i18n.T("Write it up"), []Name{WriteNote, CopyText, CopySupport, ShowReport, SaveReport}},
		{i18n.T("The session"), []Name{Finish, NextCall, ResumeLast, ResumeDue, ShowHelp, Quit}},
	}
})

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
