package redact

import (
	"slices"
	"strings"
)

// maxConstructed is how much of types and constructors, in bytes, stands between a name and its value.
const maxConstructed = 160

// constructed skips the types, constructors, brackets and labels between a name and the value in quotes that they hold, as in
// []string{"…"}, new List<string> { "…" }, (string) (len=22) "…", vec!["…"], array(0 => '…'). Within says that i lies behind the opening
// bracket already. List reports that more values can follow.
func constructed(s string, i int, within bool) (at int, list, ok bool) {
	s = s[:min(len(s), i+maxConstructed)]
	ready := within // A value may stand here.
	word := ""      // The type in front.
	isNew := false
	for j := nested(s, i); j < len(s); {
		switch c := s[j]; {
		case isQuote(c):
			return j, list, ready && j > i && !isMember(s, j)
		case ready && strings.IndexByte("bBrRfFuU@", c) >= 0 && j+1 < len(s) && isQuote(s[j+1]):
			return j, list, !isMember(s, j+1)
		case c == '&' || c == '*' || c == '@':
			j++
			continue
		case c == '[' || c == '(':
			if k := indexed(s, j); k > j {
				if j = k; j < len(s) && inWord[s[j]] && sized(s, j) == j {
					return j, true, true
				}
				ready, list = true, true
				continue
			}
			if end := group(s, j); end > j {
				inner := s[j+1 : end-1]
				if c == '[' && strings.Trim(inner, "0123456789.") != "" && (word == "" || !strings.HasPrefix(s[end:], "{")) {
					return i, false, false
				}
				ready = c == '(' && (strings.HasPrefix(inner, "len=") || strings.HasPrefix(inner, "string") || strings.Contains(inner, "char"))
				if j = end; c == '(' || isNew {
					j = blanks(s, end)
				}
				continue
			}
			if c == '[' && word != "" && !strings.HasSuffix(word, "!") && !blank(s[j-1]) {
				return i, false, false // An index.
			}
			list = list || c == '[' || word == "" || collects(word)
			j, ready, word = white(s, j+1), true, ""
		case strings.HasPrefix(s[j:], "{}"):
			j += 2
		case c == '{':
			j, ready, list, word = white(s, j+1), true, true, ""
		case ready && list && strings.HasPrefix(s[j:], "0x"):
			return j, list, !within
		case sized(s, j) > j:
			j = sized(s, j)
		case alnum(c) || c == '_':
			end := wordOfType(s, j)
			if k := label(s, blanks(s, end)); k > blanks(s, end) {
				if !ready || !labels(s[j:end]) {
					return i, false, false
				}
				j = blanks(s, k)
				continue
			}
			if digit(c) {
				return i, false, false
			}
			if word = s[j:end]; word == "new" {
				isNew = true
			}
			ready = false
			j = blanks(s, end)
			if j > end && j < len(s) && s[j] != '{' && s[j] != '[' && word != "new" && !strings.EqualFold(word, "array") {
				return i, false, false
			}
			if strings.EqualFold(word, "array") && newline(s, j) > j { // As print_r has it.
				j = white(s, j)
			}
		default:
			return i, false, false
		}
	}
	return i, false, false
}

// group returns where the brackets that open at i end if they hold no more than a type, a length or an address, or i.
func group(s string, i int) int {
	shut := byte(')')
	if s[i] == '[' {
		shut = ']'
	}
	for k := i + 1; k < len(s) && k-i < maxName; k++ {
		switch {
		case s[k] == shut && (shut == ']' || s[k-1] != '['):
			return k + 1
		case !alnum(s[k]) && strings.IndexByte("_.*&= []", s[k]) < 0:
			return i
		}
	}
	return i
}

// indexed returns what follows an index that PHP prints, [0] => , or i.
func indexed(s string, i int) int {
	if i >= len(s) || s[i] != '[' {
		return i
	}
	end := i + 1
	for end < len(s) && end-i < 8 && inDigits[s[end]] {
		end++
	}
	if end == i+1 || end == len(s) || s[end] != ']' || !strings.HasPrefix(s[blanks(s, end+1):], "=>") {
		return i
	}
	return white(s, blanks(s, end+1)+len("=>"))
}

// hexBytes returns where the bytes end that Go prints as 0x46, 0x41 from i on, if there are as many as a secret has, or i.
func hexBytes(s string, i, least int) int {
	end, n := i, 0
	for at := i; strings.HasPrefix(s[at:], "0x"); n++ {
		k := at + len("0x")
		for k < len(s) && k-at < len("0x00") && inHex[s[k]] {
			k++
		}
		if k == at+len("0x") || k < len(s) && hex(s[k]) {
			break
		}
		if end, at = k, k; k < len(s) && s[k] == ',' {
			at = white(s, k+1)
		}
	}
	if n < least {
		return i
	}
	return end
}

// label returns where the sign behind the label of a member ends, or i.
func label(s string, i int) int {
	j := blanks(s, i)
	if strings.HasPrefix(s[j:], "=>") {
		return white(s, j+2)
	}
	if i < len(s) && (s[i] == ':' || s[i] == '=') {
		return i + 1
	}
	return i
}

// labels reports whether a word is the label of the one value that a type holds, or its index in a list.
func labels(word string) bool {
	return strings.Trim(word, "0123456789") == "" || slices.Contains(
		[]string{"value", "values", "val", "v", "string", "str", "s", "inner", "secret", "text", "raw", "data", "content", "default", "plaintext", "secret_value"}, strings.ToLower(word))
}

// collects reports whether a function makes a list of what it is called with.
func collects(word string) bool {
	word = strings.ToLower(word)
	for _, name := range []string{"listof", "arrayof", "setof", "list.of", "set.of", "array.of", "aslist", "array", "list", "tuple", "vector"} {
		if strings.HasSuffix(word, name) {
			return true
		}
	}
	return word == "set"
}

// wordOfType returns where the name of a type or a function ends, with what it is made of: std::vector<std::string>.
func wordOfType(s string, i int) int {
	for i < len(s) {
		switch {
		case alnum(s[i]) || s[i] == '_' || s[i] == '.' || s[i] == '!':
			i++
		case strings.HasPrefix(s[i:], "::"):
			i += 2
		case s[i] == '<':
			depth, k := 0, i
			for ; k < len(s) && (alnum(s[k]) || strings.IndexByte("_.,:<>&?*[] ", s[k]) >= 0); k++ {
				if s[k] == '<' {
					depth++
				} else if s[k] == '>' {
					depth--
				}
				if depth == 0 {
					break
				}
			}
			if depth > 0 || k >= len(s) || s[k] != '>' {
				return i
			}
			i = k + 1
		default:
			return i
		}
	}
	return i
}

// isMember reports whether the text in quotes at i is the name of a member, not a value.
func isMember(s string, i int) bool {
	k := strings.IndexByte(s[i+1:], s[i])
	return k >= 0 && separator(s, blanks(s, i+k+2)) > 0
}
