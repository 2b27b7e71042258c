"""What an administrative document is: its number, kind, issuer, date, subject, signer, citations.

The layout is that of annex I to Decree 30/2020/NĐ-CP. Whatever is not plainly there is left out:
null beats a guess.
"""
