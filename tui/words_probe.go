package tui

import (
	"fmt"
	"strings"
	"time"

	"why403/flow"
)

// The sentences about asking the service and about watching the call.
const (
	sayAPI          = "The API can answer this: r"
	sayTheirAPI     = "The API can answer this, from the customer's side: r"
	sayAPIHelps     = "The API can help here: r"
	sayProbeOf      = "probe %d of %d that help here"
	sayProbeDecides = "probe %d of %d: it decides this question"
	sayProbeBesides = "probe %d of %d: it does not decide this question, but helps with the others"
	sayProbeOne     = "the one probe that helps here"
	sayEnterSends   = "▸ enter sends it: %s."
	sayEnterTheirs  = "▸ enter shows the command for the customer: the key is there, not here."
	sayFromHere     = "▸ enter sends it from here, with the key said below: %s."
	sayEnterPaid    = "▸ It costs %s. enter asks once more before it is sent."
	sayEnterAgain   = "! This costs %s: enter again sends it; any other key does not."
	sayMissing      = "! It cannot be sent from here yet. Missing: %s."
	sayMissingKey   = "▸ enter fills that in. c has the command for another machine all the same."
	sayGoesOut      = "This goes out, exactly"
	sayNoBody       = "(no body)"
	sayBodyCut      = "… and %s more, as in the request file"
	sayWith         = "With: "
	sayBy           = "By: "
	sayCosts        = "Costs: "
	sayWithin       = ", answered within %s or given up"
	sayFree         = "nothing"
	sayReplies      = "What each answer would tell"
	sayNotTell      = "could not tell: "
	sayBesideTold   = "not decided by it; what else it showed stands below: "
	sayToldWord     = "told: "
	sayAnyReply     = "any answer"
	sayElse         = "anything else: could not tell"
	sayAlsoRead     = "what it says is read, too"
	sayFreeOnes     = "These go out at once, exactly so: %d requests, all free"
	sayFreeOne      = "This goes out, exactly so: 1 request, free"
	sayFreeSend     = "▸ enter sends them all. Paid ones are never among them."
	sayFreeLeft     = "! %d more would be free; m fills in what is missing for them: %s."
	sayAllWith      = "Each with"
	sayAsking       = "Asking the API"
	sayStopping     = "Stopping; what was told is kept"
	sayEscStops     = "esc stops; what was told until then is kept."
	sayStopped      = "It was stopped before the answer came."
	sayLost         = "Nothing came of it."
	sayAskedAll     = "What the API told"
	sayRecorded     = "Noted as measured; ctrl+z takes it back, the trail changes it."
	sayNothingTold  = "Nothing was told, so nothing changes."
	sayNoAnswer     = "no answer came"
	sayRetried      = "sent twice, after the wait that was asked for"
	sayStatus       = "status "
	sayRequestID    = "request id "
	sayAnsweredBy   = "answered by "
	sayCommandFor   = "The command for the customer"
	sayCommandHere  = "The command, to run where the call fails"
	sayCommandWhat  = "It holds no key: it takes the one in the environment there. c copies it; v takes back what it prints."
	sayNoCommand    = "There is no command for this: "
	sayHandBack     = "Paste its output, then enter"
	sayHandBackWhat = "All of it, from the first line to the last. Only the output of a command from this session counts."
	sayHandBackNo   = "Nothing pasted yet. Paste what the command printed."
	sayNotTaken     = "! Not taken: "
	sayLastFirst    = "If it belongs to the session before: esc, esc, then c continues that one, and v there takes it."
	sayKeptText     = "Nothing is lost: correct the text, or ctrl+u empties the area and you paste again."
	saySettings     = "Key, model and address for asking the API"
	saySettingsHow  = "Enter or ↓ goes to the next field, ctrl+s is done at once. Keys stay hidden, are never stored, and an empty one keeps what there is."
	sayKeyFrom      = "The key now: "
	sayNoKey        = "none"
	sayUsualPath    = "Calls go: "
	sayChecking     = "Checking…"
	saySet          = "Noted: %s. It counts until why403 ends, and is not stored."
	saySetNone      = "Nothing was changed."
	sayKeep         = "empty keeps %s"
	sayNotSet       = "! Not taken: "
	sayWatch        = "Watch the real call"
	sayWatchWhat    = "Run the failing program once with this address. The calls are passed on; the first one that fails is read. No body and no key is kept."
	sayWatchStart   = "Opening an address on this machine…"
	sayAddress      = "The address: "
	sayTypeThis     = "Type this where the program runs"
	sayWaiting      = "waiting for a call"
	sayWaitingMore  = "waiting for one that fails"
	sayPassed       = "Passed so far"
	sayWatchEnded   = "! Nothing was seen to fail: "
	sayWatchFailed  = "! The address could not be opened: "
	sayWatchAgain   = "▸ enter watches again."
	saySeen         = "✓ Seen: "
	sayBusy         = "Stop what is running first: esc."

	whatProbe = "the command (%s)"
	whatLines = "the lines to type"

	sayFieldKey   = "Key of the failing call"
	sayFieldAdmin = "Admin key of the organization"
	sayFieldOther = "Another key, to compare with"
	sayFieldModel = "Model that the failing call names"
	sayFieldThing = "Endpoint, or object that it names"
	sayFieldBetas = "anthropic-beta values that it sends"
	sayFieldFile  = "File with the failing request's body"
	sayFieldRoute = "Another route: a proxy, or direct"
	sayFieldBase  = "Base URL"
)

// costWord says what a probe costs.
func costWord(c flow.Cost) string {
	var parts []string
	if c.Tokens > 0 {
		parts = append(parts, fmt.Sprintf("about %d tokens", c.Tokens))
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
		return fmt.Sprintf("%d min", d/time.Minute)
	case d >= time.Second:
		return fmt.Sprintf("%.3g s", d.Seconds())
	case d >= time.Millisecond:
		return fmt.Sprintf("%d ms", d.Milliseconds())
	default:
		return "under 1 ms"
	}
}

// stageWord says how far a probe is.
func stageWord(s flow.Stage) string {
	switch s {
	case flow.Queued:
		return "waits its turn"
	case flow.Resolving:
		return "looking up the address"
	case flow.Connecting:
		return "connecting"
	case flow.Securing:
		return "agreeing on TLS"
	case flow.Waiting:
		return "sent, waiting for the answer"
	case flow.Receiving:
		return "the answer is coming in"
	case flow.Pausing:
		return "asked to wait, then once more"
	case flow.Done:
		return "done"
	default:
		return "under way"
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
	}{{"DNS", t.DNS}, {"connect", t.Connect}, {"TLS", t.TLS}, {"first byte", t.FirstByte}, {"in all", t.Total}} {
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
