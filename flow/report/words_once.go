package report

import "why403/flow"

// What is said at one place only.
var (
	sayRequestID             = phrase("sayRequestID")
	sayRun                   = phrase("sayRun")
	sayNotSure               = phrase("sayNotSure")
	sayReadInTheError        = phrase("sayReadInTheError")
	sayMeasured              = phrase("sayMeasured")
	saySeenInTheCaptured     = phrase("saySeenInTheCaptured")
	sayCheckedByUs           = phrase("sayCheckedByUs")
	saySaidByTheCustomer     = phrase("saySaidByTheCustomer")
	saySaidByAColleague      = phrase("saySaidByAColleague")
	sayTheFullRequestWorks   = phrase("sayTheFullRequestWorks")
	sayFactsKnown            = phrase("sayFactsKnown")
	sayOpen                  = phrase("sayOpen")
	sayEverythingWasAskedAnd = phrase("sayEverythingWasAskedAnd")
	sayWhatIsKnown           = phrase("sayWhatIsKnown")
	sayAlsoInTheText         = phrase("sayAlsoInTheText")
	sayAnsweredByLine        = phrase("sayAnsweredByLine")
	sayRequestIDLine         = phrase("sayRequestIDLine")
	sayVerdict               = phrase("sayVerdict")
	sayCauseOfTheGuide       = phrase("sayCauseOfTheGuide")
	sayConfidence            = phrase("sayConfidence")
	sayBecause               = phrase("sayBecause")
	sayBut                   = phrase("sayBut")
	sayFix                   = phrase("sayFix")
	sayQuestion              = phrase("sayQuestion")
	sayWhy                   = phrase("sayWhy")
	sayHowToCheck            = phrase("sayHowToCheck")
	sayOrRunThisWhere        = phrase("sayOrRunThisWhere")
	sayToAnswer              = phrase("sayToAnswer")
	sayAnswerYesOrNo         = phrase("sayAnswerYesOrNo")
	sayInQuestion            = phrase("sayInQuestion")
	sayAlsoInQuestion        = phrase("sayAlsoInQuestion")
	sayAndMore               = phrase("sayAndMore")
	sayCertainAnExactCode    = phrase("sayCertainAnExactCode")
	sayStrongAComparisonOr   = phrase("sayStrongAComparisonOr")
	sayWeakADescriptionOnly  = phrase("sayWeakADescriptionOnly")
	sayUs                    = phrase("sayUs")
	sayTheCustomer           = phrase("sayTheCustomer")
	sayAColleague            = phrase("sayAColleague")
	sayMeasuredFromHere      = phrase("sayMeasuredFromHere")
	sayRunBy                 = phrase("sayRunBy")
	sayYes                   = phrase("sayYes")
	sayNo                    = phrase("sayNo")
	sayNotedAt               = phrase("sayNotedAt")
	saySureCertain           = phrase("saySureCertain")
	saySureStrong            = phrase("saySureStrong")
	saySureWeak              = phrase("saySureWeak")
	sayProven                = phrase("sayProven")
	sayLikely                = phrase("sayLikely")
	sayPossible              = phrase("sayPossible")
)

// graded is how sure something is, or where a cause stands, in words.
func graded(name string) string {
	switch name {
	case flow.Certain.String():
		return saySureCertain
	case flow.Strong.String():
		return saySureStrong
	case flow.Weak.String():
		return saySureWeak
	case flow.Proven.String():
		return sayProven
	case flow.Likely.String():
		return sayLikely
	case flow.Possible.String():
		return sayPossible
	default:
		return name
	}
}
