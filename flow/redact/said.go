package redact

import (
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// abroad returns what a secret is called in other languages, in lower case. Of what letters of ASCII spell, names has it.
func abroad() []string {
	return []string{
		"密钥", "密匙", "秘钥", "金鑰", "金钥", "令牌", "口令", "密码", "密碼", "权杖", "權杖",
		"キー", "トークン", "パスワード", "シークレット", "鍵", "키", "토큰", "비밀번호", "암호",
		"ключ", "токен", "пароль", "секрет", "schlüssel", "clé", "contraseña", "şifre", "anahtar", "khóa", "mật khẩu", "🔑", "🔐",
	}
}

// maxSaid is how many words a sentence may have between the name of a secret and the secret.
const maxSaid = 5

// abroadBy are those names by their first byte, in either case.
var abroadBy = sync.OnceValue(func() (by [256][]string) {
	for _, name := range abroad() {
		_, size := utf8.DecodeRuneInString(name)
		first := strings.ToUpper(name[:size]) + name[size:]
		for _, spelled := range slices.Compact([]string{name, first}) {
			by[spelled[0]] = append(by[spelled[0]], spelled)
		}
	}
	return by
})

// foreignNames cuts secrets behind a name of another language: "API密钥：…", "mein Schlüssel ist …".
func foreignNames(c *cut) {
	s := c.text
	if strings.IndexFunc(s, func(r rune) bool { return r >= utf8.RuneSelf }) < 0 {
		return
	}
	for i := 0; i < len(s); i++ {
		for _, name := range abroadBy()[s[i]] {
			if !strings.HasPrefix(s[i:], name) {
				continue
			}
			if v, ok := c.said(i, i+len(name)); ok {
				i = max(i, c.value(v, key)-1)
			}
			break
		}
	}
}

// said finds the value that a sentence gives to the name at start:end, "the key I use is: …", "密钥是…". It has to look random, and no
// part of it may be hidden already.
func (c *cut) said(start, end int) (value, bool) {
	s, i, tied := c.text, end, c.text[start] >= utf8.RuneSelf // Behind a name of abroad a blank is enough.
	words := 0
	for ; words < maxSaid; words++ {
		from := blanks(s, i)
		to := from
		for to < len(s) {
			r, size := utf8.DecodeRuneInString(s[to:])
			if !unicode.IsLetter(r) && r != '\'' || to > from && s[from] >= utf8.RuneSelf && linking(s[from:to]) {
				break
			}
			to += size
		}
		word := s[from:to]
		if word == "" || len(word) > maxWord || to < len(s) && tokenChar(s[to]) && word[0] < utf8.RuneSelf {
			break // The value itself.
		}
		i, tied = to, linking(word)
	}
	i = blanks(s, i)
	for _, sign := range []string{":", "：", "=>", "->", "=", "＝", "?"} {
		if (tied || words <= maxSaid/2) && strings.HasPrefix(s[i:], sign) {
			i, tied = i+len(sign), true
			break
		}
	}
	v := value{name: start, strict: true}
	v.at, v.quote = openQuote(s, blanks(s, i))
	if !tied || v.at == end || v.at >= len(s) {
		return v, false
	}
	near := s[v.at:min(len(s), v.at+maxKind)]
	near, _, _ = strings.Cut(near, " ")
	return v, !strings.Contains(near, "***") && !strings.Contains(near, Mark)
}

// linking reports whether a word says that what follows is what went before.
func linking(word string) bool {
	return isOneOf(strings.ToLower(word), []string{"is", "was", "ist", "lautet", "es", "est", "è", "é", "это", "是", "为", "為", "は"})
}

const maxWord = 16 // Bytes of a word of such a sentence.
