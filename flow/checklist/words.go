package checklist

import "why403/content/words"

// phrase gives the texts of this package by name.
var phrase = words.In("checklist")

// Every sentence of a checklist, and of what is told about one that came back. What stands around the answers must stay
// recognizable, so Read compares with the same words.
var (
	sayFor       = phrase("sayFor")
	sayTicket    = phrase("sayTicket")
	sayHowTo     = phrase("sayHowTo")
	sayQuestion  = phrase("sayQuestion")
	sayWhy       = phrase("sayWhy")
	sayCheck     = phrase("sayCheck")
	sayRun       = phrase("sayRun")
	sayOrRun     = phrase("sayOrRun")
	sayWhere     = phrase("sayWhere")
	sayAnswer    = phrase("sayAnswer")
	sayIsItSo    = phrase("sayIsItSo")
	sayEnd       = phrase("sayEnd")
	saySomebody  = phrase("saySomebody")
	sayTooLong   = phrase("sayTooLong")
	sayNoAnswers = phrase("sayNoAnswers")
	sayUnknown   = phrase("sayUnknown")
	sayNotParked = phrase("sayNotParked")
	sayNeverWas  = phrase("sayNeverWas")
	sayBoth      = phrase("sayBoth")
	sayUnclear   = phrase("sayUnclear")
	sayMixed     = phrase("sayMixed")
	sayYes       = phrase("sayYes")
	sayNo        = phrase("sayNo")
	sayNotSure   = phrase("sayNotSure")
)

// Regular expressions for what people write; letters are small there.
var (
	patternClosing    = phrase("patternClosing")
	patternUnsureWord = phrase("patternUnsureWord")
	patternYesWord    = phrase("patternYesWord")
	patternNoWord     = phrase("patternNoWord")
	patternGoesOn     = phrase("patternGoesOn")
	patternDoubt      = phrase("patternDoubt")
	patternTurn       = phrase("patternTurn")
	patternTurned     = phrase("patternTurned")
	patternLater      = phrase("patternLater")
)
