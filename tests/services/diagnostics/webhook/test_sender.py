"""Is a receiver over TLS reached at the checked address, and believed only with a certificate of its name?"""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from services.diagnostics.webhook.sender import Message, Outcome, Way, send, trusted_certificates
from services.diagnostics.webhook.signature import new_secret
from tests.services.diagnostics.webhook.receiver import receiving

NOW = datetime.now(UTC)


def certified(folder: Path, name: str) -> Path:
    """Return a file with a key and a certificate of a name that vouches for itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    certificate = (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(NOW - timedelta(hours=1))
        .not_valid_after(NOW + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    plain = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file = folder / f"{name}.pem"
    file.write_bytes(plain + certificate.public_bytes(pem))
    return file


@pytest.mark.parametrize(
    ("name", "trusted", "arrives"), [("localhost", True, True), ("localhost", False, False), ("elsewhere", True, False)]
)
async def test_only_a_certificate_of_its_name_by_somebody_trusted_is_believed(
    tmp_path: Path, name: str, trusted: bool, arrives: bool
) -> None:
    certificate = certified(tmp_path, name)
    way = Way(frozenset({"localhost"}), 5.0, trusted_certificates(certificate if trusted else None))
    with receiving(certificate) as receiver:
        message = Message("msg_1", f"https://localhost:{receiver.port}/alerts", new_secret(), "{}")
        outcome = await send(message, NOW, way)
    assert outcome == (Outcome(204) if arrives else Outcome(None, "It could not be reached: ConnectError."))
    assert len(receiver.received) == arrives
    assert [one.headers["host"] for one in receiver.received] == [f"localhost:{receiver.port}"] * arrives
