package evidence

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"why403/flow/expr"
)

// Times as logs and people write them at the beginning of a line.

const (
	months = `Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec`
	// monthNames are the months as people write them out, or so short that no other word is; a group each.
	monthNames = `(jan(?:\.|uar[yi]?|vier|eiro)?|enero|gennaio|stycznia|январ[ья])|(feb(?:\.|ruar[yi]?|braio|rero)?|février|fevereiro|lutego|феврал[ья])|(märz|march|mars|marzo|março|maart|marca|марта?)|(apr(?:\.|il|ile)?|avril|abril|kwietnia|апрел[ья])|(mai|(?-i:May)|mayo|maio|maggio|mei|maja|ма[йя])|(jun[ei]?\.?|juin|junio|junho|giugno|czerwca|июн[ья])|(jul[iy]?\.?|juillet|julio|julho|luglio|lipca|июл[ья])|(aug(?:\.|ust|ustus)?|août|agosto|sierpnia|августа?)|(sept?(?:\.|ember|embre)?|septiembre|setembro|settembre|września|сентябр[ья])|(o[ck]t(?:\.|ober|obre)?|octubre|outubro|ottobre|października|октябр[ья])|(nov(?:\.|ember|embre|iembre|embro)?|listopada|ноябр[ья])|(de[cz](?:\.|ember|embro)?|décembre|diciembre|dicembre|grudnia|декабр[ья])`
	aYear      = 365 * 24 * 60 // Minutes.
)

var (
	// stamp is the time at the beginning of a line of a log, with a year or without, or in seconds or less since 1970.
	stamp = expr.Lazy{Expr: `^[^A-Za-z\n]{0,12}?(?:[\w./-]{1,40}[ \t]*\|[ \t]*|\{[^\n]{0,60}"@?(?:time|ts|timestamp|date|datetime|asctime)" ?: ?"?|[<> ]*(?i:date|time|ts|timestamp)[:=] ?"?|(?:\S+ ){1,3}\[|(?:DEBUG|INFO|WARN|WARNING|ERROR|FATAL|CRITICAL)\b[^\w\n]{1,4})?(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? )?` +
		`(?:(20\d\d)[-/](\d\d)[-/](\d\d)[T _](\d\d):(\d\d)|(\d\d?)[ /-](` + months + `)[ /-](20\d\d)[: ](\d\d):(\d\d)|(` + months + `) {1,2}(\d\d?) (\d\d):(\d\d):\d\d(?:[.\d]* (20\d\d))?|\b(1[6-9]\d{8})(?:\d{3}|\d{6}|\d{9})?\b)`}
	// written is a day as people write it at the beginning of a line, without a year that counts: 27.11. 15:20, 11/27/2026, 11/27 or Nov 27
	// before a colon, 2026年11月27日, 27. November, 3 de noviembre.
	written = expr.Lazy{Expr: `^[^A-Za-z\n]{0,6}?(?:\d\) )?(?:(?i:am|on|el|le|em|il|op|в|dia) )?(?:\b([0-3]?\d)\.([01]?\d)\.(?:20\d\d)?,? ?(?:(?:um )?(\d\d):(\d\d))?|\b([01]?\d)/([0-3]?\d)(?:/20\d\d|[:,：，])|(?:20\d\d[年년] ?)?([01]?\d)[月월](?: ?([0-3]?\d)[日号일]|[:：])|(` + months + `)[a-z]* (\d\d?)(?:[:,：，]|$)|\b([0-3]?\d)(?:\.|er|º)? (?:de |di )?(?i:` + monthNames + `)(?:[^\pL]|$))`}
	// clock is quickly looked for: a day with a time.
	clock = expr.Lazy{Expr: `\b(?:20\d\d[-/]\d\d[-/]\d\d[T _]\d\d:\d\d|\d\d?[ /-](?:` + months + `)[ /-]20\d\d[: ]\d\d:\d\d|(?:` + months + `) {1,2}\d\d? \d\d:\d\d|[0-3]?\d\.[01]?\d\.(?:20\d\d)?[, ]|[01]?\d/[0-3]?\d(?:/20\d\d|[:,：，])|(?:` + months + `)[a-z]* \d\d?[:,：，\n]|1[6-9]\d{8}|[0-3]?\d(?:\.|er|º)? (?:de |di )?(?i:` + monthNames + `))|\d月[0-3]?\d[日号]|\d월`}
)

// newestLast puts the lines of a log whose times all fall in the order in which they were written, each with those that follow it. What a
// person writes between two of them makes no log of them.
func newestLast(text string) string {
	if clocks := clock.FindAllString(text, -1); len(clocks) < 2 {
		return text
	}
	var starts []int
	first, last := 0, 0
	at := 0
	blank, parted := false, false
	for whole := range strings.Lines(text) {
		line := strings.TrimSpace(whole)
		minutes, ok := minutesOf(line)
		parted = parted || len(starts) > 0 && blank && line != "" && !ok
		if blank = line == ""; ok {
			if len(starts) > 0 && (minutes > last || parted) {
				return text
			}
			if len(starts) == 0 {
				first = minutes
			}
			last = minutes
			starts = append(starts, at)
		}
		at += len(whole)
	}
	if first == last {
		return text
	}
	var b strings.Builder
	b.WriteString(text[:starts[0]])
	end := len(text)
	for _, start := range slices.Backward(starts) {
		b.WriteString(text[start:end])
		if !strings.HasSuffix(b.String(), "\n") {
			b.WriteByte('\n')
		}
		end = start
	}
	return b.String()
}

// minutesOf is the time at the beginning of a line, in minutes since 1970; negative for one without a year.
func minutesOf(line string) (minutes int, ok bool) {
	at := func(year, month, day, hour, minute string) (int, bool) {
		n := [5]int{1, 0, 0, 0, 0}
		for i, s := range []string{year, month, day, hour, minute} {
			if v, err := strconv.Atoi(s); err == nil {
				n[i] = v
			} else if at := strings.Index(months, s); at >= 0 {
				n[i] = at/len("Jan|") + 1
			}
		}
		return int(time.Date(n[0], time.Month(n[1]), n[2], n[3], n[4], 0, 0, time.UTC).Unix() / 60), n[1] >= 1 && n[1] <= 12 && n[2] <= 31
	}
	switch m := stamp.FindStringSubmatch(line); {
	case m == nil:
	case m[1] != "":
		return at(m[1], m[2], m[3], m[4], m[5])
	case m[6] != "":
		return at(m[8], m[7], m[6], m[9], m[10])
	case m[11] != "":
		return at(m[15], m[11], m[12], m[13], m[14])
	default:
		seconds, err := strconv.Atoi(m[16])
		return seconds / 60, err == nil
	}
	switch m := written.FindStringSubmatch(line); {
	case m == nil:
		return 0, false
	case m[1] != "":
		return at("", m[2], m[1], m[3], m[4])
	case m[5] != "":
		return at("", m[5], m[6], "", "")
	case m[7] != "":
		return at("", m[7], cmp.Or(m[8], "1"), "", "")
	case m[9] != "":
		return at("", m[9], m[10], "", "")
	default:
		month := 1 + slices.IndexFunc(m[12:], func(name string) bool { return name != "" })
		return at("", strconv.Itoa(month), m[11], "", "")
	}
}

// withoutYears makes times without a year those of one winter and the summer after it, where no others are known.
func withoutYears(lines []aged) []aged {
	yearly := func(l aged) bool { return l.age < 0 && l.age != toldOld }
	first, mixed := undated, false
	for _, l := range lines {
		if yearly(l) {
			first = min(first, l.age)
		}
		mixed = mixed || l.age >= 0 && l.age != undated
	}
	wraps := slices.ContainsFunc(lines, func(l aged) bool { return yearly(l) && l.age-first > aYear/2 })
	for i := range lines {
		switch l := &lines[i]; {
		case !yearly(*l):
		case mixed:
			l.age = undated
		case wraps && l.age-first < aYear/2:
			l.age += aYear
		}
	}
	return lines
}
