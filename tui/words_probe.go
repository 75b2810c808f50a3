package tui

import (
	"fmt"
	"strings"
	"time"

	"why403/flow"
)

// The sentences about asking the service and about watching the call.
var (
	sayAPI          = phrase("sayAPI")
	sayTheirAPI     = phrase("sayTheirAPI")
	sayAPIHelps     = phrase("sayAPIHelps")
	sayProbeOf      = phrase("sayProbeOf")
	sayProbeDecides = phrase("sayProbeDecides")
	sayProbeBesides = phrase("sayProbeBesides")
	sayProbeOne     = phrase("sayProbeOne")
	sayEnterSends   = phrase("sayEnterSends")
	sayEnterTheirs  = phrase("sayEnterTheirs")
	sayFromHere     = phrase("sayFromHere")
	sayEnterPaid    = phrase("sayEnterPaid")
	sayEnterAgain   = phrase("sayEnterAgain")
	sayMissing      = phrase("sayMissing")
	sayMissingKey   = phrase("sayMissingKey")
	sayGoesOut      = phrase("sayGoesOut")
	sayGoesOutThere = phrase("sayGoesOutThere")
	sayNoBody       = phrase("sayNoBody")
	sayBodyCut      = phrase("sayBodyCut")
	sayWith         = phrase("sayWith")
	sayBy           = phrase("sayBy")
	sayCosts        = phrase("sayCosts")
	sayWithin       = phrase("sayWithin")
	sayFree         = phrase("sayFree")
	sayReplies      = phrase("sayReplies")
	sayNotTell      = phrase("sayNotTell")
	sayBesideTold   = phrase("sayBesideTold")
	sayToldWord     = phrase("sayToldWord")
	sayAnyReply     = phrase("sayAnyReply")
	sayElse         = phrase("sayElse")
	sayAlsoRead     = phrase("sayAlsoRead")
	sayFreeOnes     = phrase("sayFreeOnes")
	sayFreeOne      = phrase("sayFreeOne")
	sayFreeSend     = phrase("sayFreeSend")
	sayFreeLeft     = phrase("sayFreeLeft")
	sayAllWith      = phrase("sayAllWith")
	sayAsking       = phrase("sayAsking")
	sayStopping     = phrase("sayStopping")
	sayEscStops     = phrase("sayEscStops")
	sayStopped      = phrase("sayStopped")
	sayLost         = phrase("sayLost")
	sayAskedAll     = phrase("sayAskedAll")
	sayRecorded     = phrase("sayRecorded")
	sayNothingTold  = phrase("sayNothingTold")
	sayNoAnswer     = phrase("sayNoAnswer")
	sayRetried      = phrase("sayRetried")
	sayStatus       = phrase("sayStatus")
	sayRequestID    = phrase("sayRequestID")
	sayAnsweredBy   = phrase("sayAnsweredBy")
	sayCommandFor   = phrase("sayCommandFor")
	sayCommandHere  = phrase("sayCommandHere")
	sayCommandWhat  = phrase("sayCommandWhat")
	sayCommandAll   = phrase("sayCommandAll")
	sayCommandFree  = phrase("sayCommandFree")
	sayMoreCommands = phrase("sayMoreCommands")
	sayMoreCommand  = phrase("sayMoreCommand")
	sayPassedOver   = phrase("sayPassedOver")
	sayNoCommand    = phrase("sayNoCommand")
	sayHandBack     = phrase("sayHandBack")
	sayHandBackWhat = phrase("sayHandBackWhat")
	sayHandBackNo   = phrase("sayHandBackNo")
	sayNotTaken     = phrase("sayNotTaken")
	sayLastFirst    = phrase("sayLastFirst")
	sayKeptText     = phrase("sayKeptText")
	saySettings     = phrase("saySettings")
	saySettingsHow  = phrase("saySettingsHow")
	sayKeyFrom      = phrase("sayKeyFrom")
	sayNoKey        = phrase("sayNoKey")
	sayUsualPath    = phrase("sayUsualPath")
	sayChecking     = phrase("sayChecking")
	saySet          = phrase("saySet")
	saySetNone      = phrase("saySetNone")
	sayKeep         = phrase("sayKeep")
	sayNotSet       = phrase("sayNotSet")
	sayWatch        = phrase("sayWatch")
	sayWatchWhat    = phrase("sayWatchWhat")
	sayWatchStart   = phrase("sayWatchStart")
	sayAddress      = phrase("sayAddress")
	sayTypeThis     = phrase("sayTypeThis")
	sayWaiting      = phrase("sayWaiting")
	sayWaitingMore  = phrase("sayWaitingMore")
	sayPassed       = phrase("sayPassed")
	sayWatchEnded   = phrase("sayWatchEnded")
	sayWatchFailed  = phrase("sayWatchFailed")
	sayWatchAgain   = phrase("sayWatchAgain")
	saySeen         = phrase("saySeen")
	sayBusy         = phrase("sayBusy")

	whatProbes    = phrase("whatProbes")
	keyOnlyOne    = phrase("keyOnlyOne")
	keyMoreHelp   = phrase("keyMoreHelp")
	helpOnlyOne   = phrase("helpOnlyOne")
	helpAllInOne  = phrase("helpAllInOne")
	helpNextHelps = phrase("helpNextHelps")
	whatProbe     = phrase("whatProbe")
	whatLines     = phrase("whatLines")

	sayFieldKey   = phrase("sayFieldKey")
	sayFieldAdmin = phrase("sayFieldAdmin")
	sayFieldOther = phrase("sayFieldOther")
	sayFieldModel = phrase("sayFieldModel")
	sayFieldThing = phrase("sayFieldThing")
	sayFieldBetas = phrase("sayFieldBetas")
	sayFieldFile  = phrase("sayFieldFile")
	sayFieldRoute = phrase("sayFieldRoute")
	sayFieldBase  = phrase("sayFieldBase")
)

// costWord says what a probe costs.
func costWord(c flow.Cost) string {
	var parts []string
	if c.Tokens > 0 {
		parts = append(parts, fmt.Sprintf(wordAboutTokens, c.Tokens))
	}
	if c.Money != "" {
		parts = append(parts, clean(c.Money))
	}
	if len(parts) == 0 {
		return sayFree
	}
	return strings.Join(parts, ", ")
}

// spanWord writes a duration for people.
func spanWord(d time.Duration) string {
	switch {
	case d >= time.Minute && d%time.Minute == 0:
		return fmt.Sprintf(wordMin, d/time.Minute)
	case d >= time.Second:
		return fmt.Sprintf("%.3g s", d.Seconds())
	case d >= time.Millisecond:
		return fmt.Sprintf(wordMs, d.Milliseconds())
	default:
		return wordUnder1Ms
	}
}

// stageWord says how far a probe is.
func stageWord(s flow.Stage) string {
	switch s {
	case flow.Queued:
		return wordWaitsItsTurn
	case flow.Resolving:
		return wordLookingUpTheAddress
	case flow.Connecting:
		return wordConnecting
	case flow.Securing:
		return wordAgreeingOnTLS
	case flow.Waiting:
		return wordSentWaitingForThe
	case flow.Receiving:
		return wordTheAnswerIsComing
	case flow.Pausing:
		return wordAskedToWaitThen
	case flow.Done:
		return wordDone
	default:
		return wordUnderWay
	}
}

// elapsedWord says how long something is under way, by the pictures its spinner has shown, so that drawing needs no clock.
func elapsedWord(turns int) string {
	return fmt.Sprintf("%d s", int(time.Duration(turns)*spinTime/time.Second))
}

// timingWord says how long the parts of an exchange took; "" if there was none.
func timingWord(t flow.Timing) string {
	var parts []string
	for _, p := range [...]struct {
		word string
		d    time.Duration
	}{{wordDNS, t.DNS}, {wordConnect, t.Connect}, {wordTLS, t.TLS}, {wordFirstByte, t.FirstByte}, {wordInAll, t.Total}} {
		if p.d > 0 {
			parts = append(parts, p.word+" "+spanWord(p.d))
		}
	}
	return strings.Join(parts, " · ")
}

// askedWord says where a reply comes in: its status and type.
func askedWord(r flow.Reply) string {
	parts := append(append([]string(nil), r.Status...), r.Type...)
	if len(parts) == 0 {
		return sayAnyReply
	}
	return clean(strings.Join(parts, " "))
}
