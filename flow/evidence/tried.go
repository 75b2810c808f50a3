package evidence

import (
	"slices"
	"strings"

	"why403/flow/expr"
)

// Not every error of a text is of the call that fails. One that a shown command got, or that came without a key, is what was tried to find
// out more. What a mail quotes was there before what it says.
var (
	shown   = expr.Lazy{Expr: `(?im)^[ \t]*(?:[\w@:~/.-]{0,40}[$#%❯>][ \t]*|PS [^>\n]{0,60}>[ \t]*)?(?:curl|wget|http|xh|invoke-webrequest|invoke-restmethod|iwr|irm)\b[^\n]*\bhttps?://`}
	replied = expr.Lazy{Expr: `(?im)^[ \t>]*(?:on .{6,120} wrote:|am .{6,120} schrieb\b.{0,80}:|le .{6,120} a écrit ?:|el .{6,120} escribió:|em .{6,120} escreveu:|il .{6,120} ha scritto:|op .{6,120} schreef\b.{0,80}:|в .{6,120} (?:пишет|написал\S*):|在 ?.{6,120}写道[:：]|.{6,120}(?:さんは書きました|作成[:：])|[-_]{2,} ?(?:original message|ursprüngliche nachricht|message d.origine|mensaje original|mensagem original|messaggio originale|元のメッセージ|原始邮件|원본 메시지) ?[-_]{2,}` +
		`|\*?(?:from|von|de|da|van|od|от|发件人|差出人|보낸 사람)\*?[:：] ?.{1,120}\n[ \t>]*\*?(?:sent|gesendet|date|datum|envoyé|enviad[oa](?: el| em)?|inviato|verzonden|wysłano|отправлено|дата|发送时间|送信日時|보낸 날짜)\*?[:：] ?.{6,80})[ \t]*$`}
	keyless = expr.Lazy{Expr: `(?i)\bwithout (?:it|(?:the |a |any )?(?:api )?keys?|the header|credentials?)\b[^\n.]{0,40}\s*$`}
)

const (
	maxOutput  = 2 << 10 // Bytes from a command to the error that it got.
	maxKeyless = 80
)

// ofTheCall returns the errors of a text without those of other calls, as long as there is another answer.
func ofTheCall(all []*report) []*report {
	called := slices.DeleteFunc(slices.Clone(all), (*report).tried)
	if !slices.ContainsFunc(called, func(r *report) bool { return r.body == envelopeBody }) {
		return all
	}
	return slices.DeleteFunc(slices.Clone(all), func(r *report) bool {
		return r.tried() && (r.status == 0 || !slices.ContainsFunc(called, func(c *report) bool { return c.status == r.status }))
	})
}

// tried reports whether a command that is shown above the error got it, or a call that was made without a key.
func (r *report) tried() bool {
	if keyless.MatchString(tailOf(r.source[min(r.low, r.start):r.start], maxKeyless)) {
		return true
	}
	from := min(r.low, r.start)
	from = strings.LastIndexByte(r.source[:from], '\n') + 1 // The command's address can be a part of either error.
	to := r.start + len(lineAt(r.source[r.start:], 0))
	upTo := r.source[max(from, r.start-maxOutput):to]
	return strings.Contains(upTo, "://") && shown.MatchString(upTo)
}

// tailOf returns the end of a text.
func tailOf(text string, most int) string { return text[max(0, len(text)-most):] }
