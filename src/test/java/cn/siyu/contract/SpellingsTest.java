package cn.siyu.contract;

import static org.assertj.core.api.Assertions.assertThat;

import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.security.Role;
import cn.siyu.testing.HeaderSignIn;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * SEC-03 over the whole contract: no operation of the staff is reached by another spelling of its path, not even by an
 * admin. Taken from the contract, so that a new operation is asked for too.
 */
@QuarkusTest
class SpellingsTest {

    private static final String ADMIN = "/api/admin/v1";

    private record Spelling(String path, List<Integer> allowed) {}

    @Test
    void no_other_spelling_reaches_an_operation_of_the_staff() throws IOException {
        var operations = Contract.committed().operations().stream()
                .filter(operation -> operation.template().startsWith(ADMIN + "/"))
                .toList();
        var reached = new TreeMap<String, String>();

        for (var operation : operations) {
            var path = operation.template().replaceAll("\\{[^}]+}", Ids.next().toString());
            for (var spelling : spellings(path).toList()) {
                var answer = ask(operation.method(), spelling.path());
                if (!spelling.allowed().contains(answer.status()) || answer.fromAResource()) {
                    reached.put(operation.method() + " " + spelling.path(), answer.line());
                }
            }
        }

        assertThat(operations).hasSizeGreaterThan(80);
        assertThat(reached).isEmpty();
    }

    private static Stream<Spelling> spellings(String path) {
        var lastSlash = path.lastIndexOf('/');
        var parent = path.substring(0, lastSlash);
        var last = path.substring(lastSlash + 1);
        var ambiguous = Stream.of(
                        path + ";x",
                        path + "%3Bx",
                        parent + "%2F" + last,
                        parent + "%5C" + last,
                        parent + "\\" + last,
                        parent + "//" + last,
                        "/" + path,
                        parent + "/./" + last,
                        parent + "/x/../" + last,
                        parent + "/%2e%2e/x/" + last,
                        path + ".",
                        path + "%2e",
                        path + "%00")
                .map(spelling -> new Spelling(spelling, List.of(400)));
        var unknown = Stream.of(path.toUpperCase(Locale.ROOT), path.replace("/admin/", "/Admin/"), path + "/x/y/z")
                .map(spelling -> new Spelling(spelling, List.of(404)));
        return Stream.concat(ambiguous, unknown);
    }

    private record Answer(int status, String line, String text) {

        /** The code that the router gives to what it does not know; a resource names what it did not find. */
        boolean fromAResource() {
            return status == 404 && !text.contains("\"NOT_FOUND\"");
        }
    }

    /** Over a plain socket: a client library would tidy the address up. */
    private static Answer ask(String method, String path) throws IOException {
        try (var socket = new Socket("localhost", RestAssured.port)) {
            socket.setSoTimeout(10_000);
            var request = method + " " + path + " HTTP/1.1\r\n" + HeaderSignIn.HEADER + ": "
                    + HeaderSignIn.as(Ids.next(), Role.ADMIN) + "\r\nHost: shop\r\nConnection: close\r\n"
                    + "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            var text = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            var line = text.lines().findFirst().orElse("no answer");
            return new Answer(Integer.parseInt(line.split(" ", 3)[1]), line, text);
        }
    }
}
