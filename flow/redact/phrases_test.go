package redact

import "testing"

func TestPhrases(t *testing.T) {
	t.Parallel()
	for _, around := range [][2]string{
		{"password: ", ""}, {"PASSWORD=", "\nnext: x"}, {"My password is ", "."}, {"passphrase: ", ""}, {"the passphrase is ", ""}, {"the password is '", "'"}, {"Enter passphrase: ", "\nOK"}, {`{"password": "`, `"}`},
	} {
		gone(t, around[0]+"«correct horse battery staple»"+around[1])
	}
	const seed = "«legal winner thank year wave sausage worth useful legal winner thank yellow»"
	for _, around := range [][2]string{
		{"mnemonic: ", ""},
		{"seed phrase: ", ""},
		{"Recovery phrase: ", ""},
		{`MNEMONIC="`, `"`},
		{`{"mnemonic": "`, `"}`},
		{"my seed phrase is ", " and it fails"},
		{"Secret recovery phrase:\n", "\n"},
		{"BIP39 words: ", ""},
		{"SEED=", ""},
		{`cast wallet --mnemonic "`, `"`},
		{"", ""},
		{"notes\n", "\nmore"},
		{"mnemonic:\n  abandon ability able about above absent absorb abstract absurd abuse access accident\n  ", "\n"},
	} {
		gone(t, around[0]+seed+around[1])
	}
	gone(t,
		"Seed phrase:\n1. «legal»\n2. «winner»\n3. «thank»\n4. «year»\n5. «wave»\n6. «sausage»\n7. «worth»\n8. «useful»\n9. «legal»\n10. «winner»\n11. «thank»\n12. «yellow»\n",
		`"mnemonic": ["«legal»", "«winner»", "«thank»", "«year»", "«wave»", "«sausage»", "«worth»", "«useful»", "«legal»", "«winner»", "«thank»", "«yellow»"]`,
	)
	stay(t,
		"passwd: Authentication token manipulation error", "password: wrong", "mnemonic: short names help people remember", "seed: 42", "random seed: 1234567", "the seed phrase is not needed here",
		"the password is stored in the keychain", "the password was rejected every single time", "Your password must contain at least 12 characters", "password is too short", "the words are said to be in the log and all of them are as they should be in the end",
		"there are many ways to write down what you did when this call failed for the first time and then again",
	)
}
