package plain

import (
	"slices"
	"strings"

	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/i18n"
)

// settingOf takes what follows set apart: a name, and after = or a space its value. It reports whether that begins with a setting's name.
func settingOf(arg string) (st conversation.Setting, value string, given, ok bool) {
	name, value := strings.TrimSpace(arg), ""
	if i := strings.IndexAny(name, "= "); i >= 0 {
		name, value, given = name[:i], strings.TrimPrefix(strings.TrimSpace(name[i:]), "="), true
	}
	name = strings.ToLower(name)
	i := slices.IndexFunc(conversation.Settings(), func(s conversation.Setting) bool { return s.Word == name })
	if i < 0 {
		return conversation.Setting{}, "", false, false
	}
	return conversation.Settings()[i], strings.TrimSpace(value), given, true
}

// meantSetting says which setting was mistyped, if one was. What was typed is not repeated: it can be a key.
func meantSetting(arg string) string {
	name, _, _ := strings.Cut(strings.ReplaceAll(arg, "=", " "), " ")
	var words []string
	for _, s := range conversation.Settings() {
		words = append(words, s.Word)
	}
	if meant := flow.Meant(name, words); meant != "" {
		return i18n.T(" Did you mean %s?", meant)
	}
	return ""
}

// settings prints what probes are sent with, and how to change it.
func (c *dialog) settings() {
	now := c.Prober.Settings()
	c.out.say(i18n.T("What probes are sent with:"))
	for _, s := range conversation.Settings() {
		value, how := shown(s, *s.Of(&now)), "set "+s.Word+"=…"
		if s.Secret {
			how = i18n.T("set %s, then type it unseen", s.Word)
		}
		if s.Word == "key" && now.KeyFrom != "" && value != "" {
			value += ", from " + now.KeyFrom
		}
		if value == "" {
			value = i18n.T("not set")
		}
		c.out.hang("  "+s.Word+": ", value+" ("+s.Title+"; "+how+")")
	}
	c.hangSet(i18n.T("  usual route: "), now.UsualPath)
}

// shown is a setting's value as it may be printed: of a secret the last four characters at most.
func shown(s conversation.Setting, value string) string {
	if !s.Secret || value == "" {
		return value
	}
	r := []rune(value)
	if len(r) < 5 {
		return "…"
	}
	return "…" + string(r[len(r)-4:])
}

// set changes one setting. A secret is only taken unseen, and nothing of a line that may hold one is repeated.
func (c *dialog) set(arg string) error {
	s, value, given, ok := settingOf(arg)
	switch {
	case !ok:
		c.settings()
		c.out.blank()
		c.out.say(i18n.T("set needs a name and a value, as in: set model=NAME. Nothing was changed.") + meantSetting(arg))
		return nil
	case s.Secret && given && value != "":
		c.out.say(i18n.T("A key is never typed where it can be seen, so this was not taken. Whoever saw it can use it. Type set %s alone.", s.Word))
		return nil
	case s.Secret && !given && c.Secret == nil:
		name := i18n.T("the key")
		if v := c.Playbook.Request.Variables; len(v.Key) > 0 {
			name = v.Elsewhere(flow.FailingKey, false)
		}
		c.out.say(i18n.T("Keys cannot be typed here. Set %s in the environment, and start again.", name))
		return nil
	case s.Secret && !given:
		if err := c.out.flush(); err != nil {
			return err
		}
		typed, err := c.Secret(i18n.T("%s (it is not shown): ", s.Word))
		if err != nil {
			c.out.say(i18n.T("It could not be read, and nothing was changed: %s", err.Error()))
			return nil
		}
		if value = strings.TrimSpace(typed); value == "" {
			c.out.say(i18n.T("Nothing was typed, so nothing was changed. To forget it, type set %s= instead.", s.Word))
			return nil
		}
	case !given:
		c.out.say(i18n.T("set %s needs a value, as in: set %s=VALUE. With nothing after the = it is forgotten.", s.Word, s.Word))
		return nil
	case clean(value) != value && !strings.Contains(value, "://"): // A route may have its password in the address.
		c.out.say(i18n.T("This looks like a key, and was not taken. Type set key alone to type one unseen."))
		return nil
	}
	next := c.Prober.Settings()
	*s.Of(&next) = value
	if err := c.Prober.Set(next); err != nil {
		why := err.Error()
		if s.Secret && value != "" {
			why = strings.ReplaceAll(why, value, "…")
		}
		c.out.say(i18n.T("Nothing was changed: %s", why))
		return nil
	}
	next = c.Prober.Settings()
	now := shown(s, *s.Of(&next))
	if now == "" {
		now = i18n.T("not set")
	}
	c.out.hang("Now "+s.Word+": ", now)
	return nil
}
