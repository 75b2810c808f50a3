package plain

import (
	"slices"
	"strings"

	"why403/flow"
	"why403/flow/i18n"
)

// setting is one thing that probes are sent with.
type setting struct {
	name   string
	secret bool
	help   string
	of     func(*flow.Settings) *string
}

func settings() []setting {
	return []setting{
		{"url", false, i18n.T("the base URL"), func(s *flow.Settings) *string { return &s.BaseURL }},
		{"key", true, i18n.T("the failing call's key"), func(s *flow.Settings) *string { return &s.Key }},
		{"admin-key", true, i18n.T("an Admin key of the same organization"), func(s *flow.Settings) *string { return &s.AdminKey }},
		{"other-key", true, i18n.T("another key of the same organization, to compare with"), func(s *flow.Settings) *string { return &s.OtherKey }},
		{"model", false, i18n.T("the failing call's model"), func(s *flow.Settings) *string { return &s.Model }},
		{"object", false, i18n.T("the id of the stored object, or the path, that the call names"), func(s *flow.Settings) *string { return &s.Object }},
		{"betas", false, i18n.T("the beta values that the call sends, separated by commas"), func(s *flow.Settings) *string { return &s.Betas }},
		{"request", false, i18n.T("the path of a file with the request's body"), func(s *flow.Settings) *string { return &s.Request }},
		{"route", false, i18n.T("a proxy's URL, or direct: another route to compare with"), func(s *flow.Settings) *string { return &s.Route }},
	}
}

// settingOf takes what follows set apart: a name, and after = or a space its value. It reports whether that begins with a setting's name.
func settingOf(arg string) (st setting, value string, given, ok bool) {
	name, value := strings.TrimSpace(arg), ""
	if i := strings.IndexAny(name, "= "); i >= 0 {
		name, value, given = name[:i], strings.TrimPrefix(strings.TrimSpace(name[i:]), "="), true
	}
	name = strings.ToLower(name)
	i := slices.IndexFunc(settings(), func(s setting) bool { return s.name == name })
	if i < 0 {
		return setting{}, "", false, false
	}
	return settings()[i], strings.TrimSpace(value), given, true
}

// settings prints what probes are sent with, and how to change it.
func (c *dialog) settings() {
	now := c.Prober.Settings()
	c.out.say(i18n.T("What probes are sent with:"))
	for _, s := range settings() {
		value, how := shown(s, *s.of(&now)), "set "+s.name+"=…"
		if s.secret {
			how = i18n.T("set %s, then type it unseen", s.name)
		}
		if s.name == "key" && now.KeyFrom != "" && value != "" {
			value += ", from " + now.KeyFrom
		}
		if value == "" {
			value = i18n.T("not set")
		}
		c.out.hang("  "+s.name+": ", value+" ("+s.help+"; "+how+")")
	}
	c.hangSet(i18n.T("  usual route: "), now.UsualPath)
}

// shown is a setting's value as it may be printed: of a secret the last four characters at most.
func shown(s setting, value string) string {
	if !s.secret || value == "" {
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
		c.out.say(i18n.T("set needs a name and a value, as in: set model=NAME. Nothing was changed."))
		c.settings()
		return nil
	case s.secret && given && value != "":
		c.out.say(i18n.T("A key is never typed where it can be seen, so this was not taken. Whoever saw it can use it. Type set %s alone.", s.name))
		return nil
	case s.secret && !given && c.Secret == nil:
		name := i18n.T("the key")
		if v := c.Playbook.Request.Variables; len(v.Key) > 0 {
			name = v.Elsewhere(flow.FailingKey, false)
		}
		c.out.say(i18n.T("Keys cannot be typed here. Set %s in the environment, and start again.", name))
		return nil
	case s.secret && !given:
		if err := c.out.flush(); err != nil {
			return err
		}
		typed, err := c.Secret(i18n.T("%s (it is not shown): ", s.name))
		if err != nil {
			c.out.say(i18n.T("It could not be read, and nothing was changed: %s", err.Error()))
			return nil
		}
		if value = strings.TrimSpace(typed); value == "" {
			c.out.say(i18n.T("Nothing was typed, so nothing was changed. To forget it, type set %s= instead.", s.name))
			return nil
		}
	case !given:
		c.out.say(i18n.T("set %s needs a value, as in: set %s=VALUE. With nothing after the = it is forgotten.", s.name, s.name))
		return nil
	case clean(value) != value && !strings.Contains(value, "://"): // A route may have its password in the address.
		c.out.say(i18n.T("This looks like a key, and was not taken. Type set key alone to type one unseen."))
		return nil
	}
	next := c.Prober.Settings()
	*s.of(&next) = value
	if err := c.Prober.Set(next); err != nil {
		why := err.Error()
		if s.secret && value != "" {
			why = strings.ReplaceAll(why, value, "…")
		}
		c.out.say(i18n.T("Nothing was changed: %s", why))
		return nil
	}
	next = c.Prober.Settings()
	now := shown(s, *s.of(&next))
	if now == "" {
		now = i18n.T("not set")
	}
	c.out.hang("Now "+s.name+": ", now)
	return nil
}
