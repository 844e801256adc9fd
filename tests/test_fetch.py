"""Addresses to bytes: real servers on loopback addresses, polite, slow, broken and hostile."""

from __future__ import annotations

import gzip
import shutil
import ssl
import subprocess
import threading
import time
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from recoupe.errors import FetchFailed
from recoupe.fetch import Client, Limits
from recoupe.fetch.address import may_connect, parse
from tests.web import Request, Site, answer, redirect

QUICK = Limits(connect=1, read=0.5, total=1.5, wire=200_000, body=1_000_000)


def client(**more: object) -> Client:
    return Client(**{"pace": 0.0, "private": True, "limits": QUICK} | more)  # type: ignore[arg-type]


def code(run: Client, address: str) -> str:
    with pytest.raises(FetchFailed) as caught:
        run.get(address)
    assert address[:200] in str(caught.value)
    return caught.value.code


@pytest.fixture
def site() -> Iterator[Site]:
    with Site("127.0.0.11") as made:
        yield made


@pytest.mark.parametrize(
    ("address", "wanted"),
    [
        ("ftp://velsanie.example/x", "scheme"),
        ("file:///etc/passwd", "scheme"),
        ("http:///x", "address"),
        ("http://velsanie.example:99999/", "address"),
        ("http://mara:secret@velsanie.example/", "address"),
        ("http://velsanie.example/a b", "address"),
        ("http://velsanie.example/\r\nX: 1", "address"),
        ("http://velsanie.example:22/", "port"),
        ("http://velsanie.example:6379/", "port"),
        ("http://" + "a" * 5000, "address"),
        ("http://[::1", "address"),
    ],
)
def test_what_is_no_address_of_the_web_is_refused_before_any_request(address: str, wanted: str) -> None:
    assert code(client(), address) == wanted


def test_an_address_is_asked_in_ascii() -> None:
    assert parse("https://Pélvenza.example/trêve?mot=paix&x=%20é#fin").address == (
        "https://xn--plvenza-bya.example/tr%C3%AAve?mot=paix&x=%20%C3%A9"
    )


@pytest.mark.parametrize(
    "ip",
    [
        *(
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "100.64.0.1",
            "0.0.0.0",
            "169.254.169.254",
            "224.0.0.1",
        ),
        *(
            "240.0.0.1",
            "255.255.255.255",
            "168.63.129.16",
            "198.18.0.1",
            "192.0.2.1",
            "::1",
            "::",
            "fe80::1",
            "fd00::1",
        ),
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1", "::127.0.0.1", "ff02::1"),
        "fd00:ec2::254",
    ],
)
def test_no_private_address_unless_asked_for(ip: str) -> None:
    assert not may_connect(ip, private=False)


def test_public_addresses_and_those_of_ones_own_network() -> None:
    assert all(may_connect(ip, private=False) for ip in ("93.184.216.34", "2606:2800:220:1::1", "::ffff:93.184.216.34"))
    assert all(may_connect(ip, private=True) for ip in ("127.0.0.1", "10.1.2.3", "::1", "fd00::1", "::ffff:127.0.0.1"))
    never = ("169.254.169.254", "fe80::1", "0.0.0.0", "::", "224.0.0.1", "168.63.129.16", "fd00:ec2::254")
    assert not any(may_connect(ip, private=True) for ip in never)


@pytest.mark.parametrize("host", ["127.0.0.11", "2130706443", "0x7f00000b", "[::ffff:127.0.0.11]", "localhost"])
def test_a_private_server_is_not_asked(site: Site, host: str) -> None:
    assert code(client(private=False), f"http://{host}:{site.port}/") == "private"
    assert site.asked == []


def test_a_name_that_changes_its_mind_is_connected_to_where_it_was_checked(site: Site) -> None:
    answers = iter(["127.0.0.11", "169.254.169.254", "169.254.169.254"])
    site.routes["/"] = answer("bonjour")
    site.routes["/robots.txt"] = answer("", "404 Not Found")
    run = client(resolve=lambda *_: [next(answers)])
    # the first answer serves robots.txt; the page then resolves to where clouds keep their keys
    assert code(run, f"http://rebind.example:{site.port}/") == "private"
    assert [r.path for r in site.asked] == ["/robots.txt"]
    mixed = client(resolve=lambda *_: ["127.0.0.11", "169.254.169.254"])
    assert code(mixed, f"http://mixed.example:{site.port}/") == "private"


def test_a_page_with_its_marks_and_the_name_of_who_asks(site: Site) -> None:
    def reply(request: Request) -> bytes:
        if request.headers["if-none-match"] == '"v1é"':
            return answer(status="304 Not Modified")
        return answer("neuf")

    site.routes |= {"/a": answer("Trêve", etag='"v1"', last_modified="Sat, 01 Mar 2031 10:00:00 GMT"), "/b": reply}
    run = client(agent="VeilleDeTest/2 (redaction@velsanie.example)")
    got = run.get(site.url("/a"))
    assert (got.status, got.body.decode(), got.headers["etag"]) == (200, "Trêve", '"v1"')
    assert run.get(site.url("/b"), etag='"v1é"', modified="Sat, 01 Mar 2031 10:00:00 GMT").status == 304
    assert site.asked[-1].headers["if-modified-since"] == "Sat, 01 Mar 2031 10:00:00 GMT"
    assert {r.headers["user-agent"] for r in site.asked} == {"VeilleDeTest/2 (redaction@velsanie.example)"}
    assert {r.headers["host"] for r in site.asked} == {f"127.0.0.11:{site.port}"}


def test_redirects_are_followed_and_each_hop_is_checked(site: Site) -> None:
    with Site("127.0.0.12") as other:
        other.routes["/fin"] = answer("arrivé")
        site.routes |= {
            "/1": redirect("/2", "301 Moved Permanently"),
            "/2": redirect(other.url("/fin")),
            "/tourne": redirect("/tourne"),
            "/fichier": redirect("file:///etc/passwd"),
            "/cles": redirect("http://169.254.169.254/latest/meta-data/"),
            "/port": redirect("http://127.0.0.12:25/"),
            "/nulle-part": answer(status="302 Found"),
        }
        got = client().get(site.url("/1"))
        assert (got.address, got.body) == (other.url("/fin"), b"arriv\xc3\xa9")
        wanted = {"tourne": "redirects", "fichier": "scheme", "cles": "private", "port": "port", "nulle-part": "broken"}
        assert {path: code(client(), site.url(f"/{path}")) for path in wanted} == wanted
        other.routes["/robots.txt"] = answer("User-agent: *\nDisallow: /fin")
        assert code(client(), site.url("/1")) == "robots"


def trickle(head: bytes, piece: bytes, seconds: float) -> Iterator[bytes]:
    yield head
    ends = time.monotonic() + 8
    while time.monotonic() < ends:
        time.sleep(seconds)
        yield piece


def test_slow_endless_and_lying_servers_end_at_the_stated_limits(site: Site) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
    site.routes |= {
        "/muet": lambda _: trickle(b"", b"", 10),
        "/goutte-a-goutte": lambda _: trickle(head + b"\r\n", b"x", 0.1),
        "/entetes-lents": lambda _: trickle(head, b"X", 0.1),
        "/entetes-enormes": lambda _: trickle(head, b"X-A: " + b"a" * 60_000 + b"\r\n", 0.0),
        "/sans-fin": lambda _: trickle(head + b"\r\n", b"x" * 50_000, 0.0),
        "/annonce-trop": head + b"Content-Length: 99999999999\r\n\r\nx",
        "/trop-court": head + b"Content-Length: 500\r\n\r\npeu",
        "/pas-http": b"SSH-2.0-OpenSSH\r\n",
        "/rien": b"",
        "/longueurs": head + b"Content-Length: 3\r\nContent-Length: 5\r\n\r\nabcde",
        "/morceaux": head + b"Transfer-Encoding: chunked\r\n\r\nZZ\r\nabc\r\n",
    }
    wanted = {
        "muet": "slow",
        "goutte-a-goutte": "slow",
        "entetes-lents": "slow",
        "entetes-enormes": "broken",
        "sans-fin": "large",
        "annonce-trop": "large",
        "trop-court": "broken",
        "pas-http": "broken",
        "rien": "broken",
        "longueurs": "broken",
        "morceaux": "broken",
    }
    run = client()
    for path, expected in wanted.items():
        start = time.monotonic()
        assert (path, code(run, site.url(f"/{path}"))) == (path, expected)
        assert time.monotonic() - start < QUICK.total + 1


def test_packed_bodies_are_unpacked_within_a_limit(site: Site) -> None:
    text = ("Le cessez-le-feu tient. " * 500).encode()
    raw = zlib.compressobj(wbits=-15)
    bomb = gzip.compress(b"\0" * 50_000_000)
    packed = {
        "gzip": gzip.compress(text),
        "deux": gzip.compress(text[:100]) + gzip.compress(text[100:]),
        "deflate": zlib.compress(text),
        "brut": raw.compress(text) + raw.flush(),
        "bombe": bomb,
        "coupe": gzip.compress(text)[:-20],
        "faux": b"ceci n'est pas du gzip",
        "inconnu": b"...",
    }
    assert len(bomb) < QUICK.wire
    names = {"deflate": "deflate", "brut": "deflate", "inconnu": "br"}
    for path, data in packed.items():
        site.routes[f"/{path}"] = answer(data, content_encoding=names.get(path, "gzip"))
    run = client()
    assert all(run.get(site.url(f"/{path}")).body == text for path in ("gzip", "deux", "deflate", "brut"))
    wanted = {"bombe": "large", "coupe": "broken", "faux": "compression", "inconnu": "compression"}
    assert {path: code(run, site.url(f"/{path}")) for path in wanted} == wanted


def test_a_server_without_a_certificate_and_one_that_is_not_there(site: Site) -> None:
    assert code(client(), site.url("/").replace("http:", "https:")) == "tls"
    assert code(client(), "http://127.0.0.13:9/") == "port"
    assert code(client(), "http://127.0.0.13:50999/") == "refused"
    assert code(client(), "http://nulle-part.invalid/") == "unknown"


@pytest.mark.skipif(shutil.which("openssl") is None, reason="makes a certificate by openssl")
def test_a_certificate_is_checked_against_the_name_while_the_address_is_pinned(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, cert = tmp_path / "key.pem", tmp_path / "cert.pem"
    name = "pelvenza.example"
    made = ["-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}", "-keyout", str(key), "-out", str(cert)]
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *made]
    subprocess.run(command, check=True, capture_output=True)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(cert, key)
    with Site("127.0.0.15", {"/": answer("sûr")}, tls=tls) as site:
        known = {name: ["127.0.0.15"], "autre.example": ["127.0.0.15"]}

        def resolve(host: str, _: int) -> list[str]:
            return known[host]

        own, other = (f"https://{host}:{site.port}/" for host in known)
        assert code(client(resolve=resolve), own) == "tls"  # nobody vouches for it
        monkeypatch.setenv("SSL_CERT_FILE", str(cert))
        assert client(resolve=resolve).get(own).body.decode() == "sûr"
        assert code(client(resolve=resolve), other) == "tls"


def test_robots_txt_is_kept_to_and_asked_once(site: Site) -> None:
    site.routes |= {
        "/robots.txt": answer("User-agent: Recoupe\nDisallow: /prive\nCrawl-delay: 0.4\n"),
        "/": answer("x"),
    }
    run = client(agent="Recoupe/1")
    assert code(run, site.url("/prive/1")) == "robots"
    for _ in range(2):
        run.get(site.url("/"))
    assert [r.path for r in site.asked] == ["/robots.txt", "/", "/"]
    assert min(site.gaps()) >= 0.4


@pytest.mark.parametrize(
    ("reply", "wanted"),
    [
        (answer("", "404 Not Found"), ""),
        (answer("", "403 Forbidden"), ""),
        (answer("", "500 Oops"), "closed"),
        (answer("", "503 Busy"), "closed"),
        (answer("", "429 Too Many"), "closed"),
        (b"", "broken"),
        (redirect("/r2"), "robots"),
        (answer(b"\xff\xfe\x00 n'importe quoi"), ""),
        (answer(b"Disallow: /\n" * 10), ""),
    ],
)
def test_what_robots_txt_comes_to_by_the_rfc(site: Site, reply: bytes, wanted: str) -> None:
    site.routes |= {"/robots.txt": reply, "/r2": answer("User-agent: *\nDisallow: /"), "/": answer("x")}
    if wanted:
        assert code(client(), site.url("/")) == wanted
    else:
        assert client().get(site.url("/")).body == b"x"


def test_no_host_is_asked_faster_than_its_pace_nor_twice_at_once(site: Site) -> None:
    site.routes["/"] = lambda _: trickle_once(b"ok")
    run = client(pace=0.2)
    with Site("127.0.0.14", {"/": answer("x")}) as other:
        threads = [threading.Thread(target=run.get, args=(s.url("/"),)) for s in (site, other) for _ in range(4)]
        for t in threads:
            t.start()
        for t in threads:
            t.join()
        assert len(site.asked) == len(other.asked) == 5
        assert min(*site.gaps(), *other.gaps()) >= 0.2


def trickle_once(body: bytes) -> Iterator[bytes]:
    time.sleep(0.05)
    yield answer(body)


def test_a_host_that_asks_to_be_left_alone_is_left_alone(site: Site) -> None:
    site.routes |= {"/": answer("", "429 Too Many Requests", retry_after="1"), "/autre": answer("x")}
    run = client()
    with pytest.raises(FetchFailed) as caught:
        run.get(site.url("/"))
    assert (caught.value.code, caught.value.retry_after) == ("busy", 1.0)
    assert code(run, site.url("/autre")) == "busy"
    assert site.paths() == ["/"]
    time.sleep(1.05)
    assert run.get(site.url("/autre")).body == b"x"


def test_what_is_under_way_ends_when_told_to(site: Site) -> None:
    site.routes["/"] = lambda _: trickle(b"HTTP/1.1 200 OK\r\n\r\n", b"x", 0.1)
    run = client(limits=Limits(total=30))
    threading.Timer(0.3, run.stop).start()
    start = time.monotonic()
    assert code(run, site.url("/")) == "stopped"
    assert time.monotonic() - start < 2
    assert code(run, site.url("/")) == "stopped"
