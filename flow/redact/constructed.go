package redact

import "strings"

// constructed skips the types, constructors, brackets and labels between a name and the value in quotes that they hold, as in
// []string{"…"}, new List<string> { "…" }, (string) (len=22) "…", vec!["…"], array(0 => '…'). Within says that i lies behind the opening
// bracket already. List reports that more values can follow.
func constructed(s string, i int, within bool) (at int, list, ok bool) {
	s = s[:min(len(s), i+maxConstructed)]
	ready := within          // A value may stand here.
	word, isNew := "", false // The type in front.
	for j := nested(s, i); j < len(s); {
		c := s[j]
		end := wordOfType(s, j)
		switch {
		case isQuote(c):
			return j, list, ready && j > i && !isMember(s, j)
		case ready && isPrefixed(s, j):
			return j, list, !isMember(s, j+1)
		case ready && list && (strings.HasPrefix(s[j:], "0x") || byteList(s, j) > j):
			return j, list, !within
		case oneOf(c, "&*@"):
			j++
		case indexed(s, j) > j:
			if j = indexed(s, j); inWord[peek(s, j)] && sized(s, j) == j {
				return j, true, true
			}
			ready, list = true, true
		case oneOf(c, "[(") && group(s, j) > j:
			end = group(s, j)
			inner := s[j+1 : end-1]
			if c == '[' && !all(inner, inNumber) && (word == "" || peek(s, end) != '{') {
				return i, false, false
			}
			ready = c == '(' && (strings.HasPrefix(inner, "len=") || strings.HasPrefix(inner, "string") || strings.Contains(inner, "char"))
			if j = end; c == '(' || isNew {
				j = blanks(s, end)
			}
		case oneOf(c, "[("):
			if c == '[' && word != "" && !strings.HasSuffix(word, "!") && !strings.EqualFold(word, "array") && !blank(s[j-1]) {
				return i, false, false // An index.
			}
			list = list || c == '[' || word == "" || collects(word)
			j, ready, word = white(s, j+1), true, ""
		case strings.HasPrefix(s[j:], "{},"): // What follows is added to nothing.
			j, ready, list = white(s, j+len("{},")), true, true
		case strings.HasPrefix(s[j:], "{}"):
			j += 2
		case c == '{':
			j, ready, list, word = white(s, j+1), true, true, ""
		case sized(s, j) > j:
			j = sized(s, j)
		case label(s, blanks(s, end)) > blanks(s, end) && (alnum(c) || c == '_'):
			value := blanks(s, label(s, blanks(s, end)))
			if said := firstWord(s, value); ready && among(said, "true false") && peek(s, value+len(said)) == ',' { // Whether there is one.
				j = white(s, value+len(said)+1)
				continue
			}
			if !ready || !labels(s[j:end]) {
				return i, false, false
			}
			j = value
		case letter(c) || c == '_':
			word = s[j:end]
			isNew = isNew || word == "new"
			ready = false
			array := strings.EqualFold(word, "array")
			if j = blanks(s, end); j > end && j < len(s) && !oneOf(s[j], "{[") && word != "new" && !array {
				return i, false, false
			}
			if array && newline(s, j) > j { // As print_r has it.
				j = white(s, j)
			}
		default:
			return i, false, false
		}
	}
	return i, false, false
}

// isPrefixed reports whether a letter stands at i that says of the text in quotes behind it how it is written.
func isPrefixed(s string, i int) bool {
	return oneOf(peek(s, i), "bBrRfFuU@") && isQuote(peek(s, i+1))
}

// group returns where the brackets that open at i end if they hold no more than a type, a length or an address, or i.
func group(s string, i int) int {
	shut := ")"
	if s[i] == '[' {
		shut = "]"
	}
	k := find(s[:min(len(s), i+maxName)], i+1, shut)
	if k < 0 || !all(s[i+1:k], inGroup) || shut == ")" && s[k-1] == '[' {
		return i
	}
	return k + 1
}

// indexed returns what follows an index that PHP prints, [0] => , or i.
func indexed(s string, i int) int {
	end := near(s, i+1, 8, inDigits)
	sign := blanks(s, end+1)
	if peek(s, i) != '[' || end == i+1 || peek(s, end) != ']' || !strings.HasPrefix(s[sign:], "=>") {
		return i
	}
	return white(s, sign+len("=>"))
}

// label returns where the sign behind the label of a member ends, or i.
func label(s string, i int) int {
	switch j := blanks(s, i); {
	case strings.HasPrefix(s[j:], "=>"):
		return white(s, j+2)
	case oneOf(peek(s, i), ":="):
		return i + 1
	}
	return i
}

// labels reports whether a word is the label of the one value that a type holds, or its index in a list.
func labels(word string) bool {
	return all(word, inDigits) || among(word, "value values val v string str s inner secret text raw data content default plaintext secret_value")
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
	for {
		at := span(s, i, inTypeName)
		if strings.HasPrefix(s[at:], "::") {
			at += len("::")
		} else if peek(s, at) == '<' {
			at = madeOf(s, at)
		}
		if at == i {
			return i
		}
		i = at
	}
}

// madeOf returns where the brackets that open at i end, or i.
func madeOf(s string, i int) int {
	depth := 0
	for k := i; inTypes[peek(s, k)]; k++ {
		switch s[k] {
		case '<':
			depth++
		case '>':
			depth--
		}
		if depth == 0 {
			return k + 1
		}
	}
	return i
}

// isMember reports whether the text in quotes at i is the name of a member, not a value.
func isMember(s string, i int) bool {
	k := strings.IndexByte(s[i+1:], s[i])
	return k >= 0 && separator(s, blanks(s, i+k+2)) > 0
}
