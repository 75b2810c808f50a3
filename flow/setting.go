package flow

// Setting names one of the Settings that a person gives.
type Setting string

// The settings, as their errors name them.
const (
	SetBaseURL  Setting = "base URL"
	SetKey      Setting = "key"
	SetAdminKey Setting = "Admin key"
	SetOtherKey Setting = "other key"
	SetModel    Setting = "model"
	SetRequest  Setting = "request"
	SetRoute    Setting = "route"
)

// SettingError says why a setting was not taken. Its words are those of Err.
type SettingError struct {
	Setting Setting
	Err     error
}

func (e *SettingError) Error() string { return e.Err.Error() }

func (e *SettingError) Unwrap() error { return e.Err }
