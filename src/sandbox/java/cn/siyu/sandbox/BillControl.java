package cn.siyu.sandbox;

import cn.siyu.sandbox.BillBook.Filling;
import cn.siyu.sandbox.BillBook.Kind;
import cn.siyu.sandbox.BillBook.Twist;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;

/** The part of the control API that makes bills say something else than the books, or a great deal. */
final class BillControl {
    private static final int MOST_LINES = 200_000;

    private final BillBook book;

    BillControl(BillBook book) {
        this.book = book;
    }

    List<Route> routes() {
        return List.of(
                ControlApi.route("POST", "/bills/{}/differences", this::differ),
                ControlApi.route("POST", "/bills/{}/lines", this::fill),
                ControlApi.route("DELETE", "/bills/{}", this::forget));
    }

    void reset() {
        book.forget();
    }

    private Object differ(Call call) throws IOException {
        var body = call.json();
        var kind = Kind.valueOf(ControlApi.required(body, "kind"));
        var what = BillLine.What.valueOf(body.path("what").asText("PAYMENT"));
        var numbers = numbers(body, kind);
        for (var number : numbers) {
            book.twist(
                    LocalDate.parse(call.name()),
                    new Twist(
                            kind,
                            what,
                            number,
                            body.path("fen").asLong(1),
                            body.path("state").asText("REVOKED")));
        }
        return Json.object().put("differences", numbers.size());
    }

    private static List<String> numbers(JsonNode body, Kind kind) {
        if (kind == Kind.BAD_HASH || kind == Kind.BAD_SUMMARY) {
            return List.of("");
        }
        var numbers = body.path("numbers").valueStream().map(JsonNode::asText).toList();
        if (numbers.isEmpty()) {
            throw new ControlRefusal(400, "Say the numbers that differ");
        }
        return numbers;
    }

    private Object fill(Call call) throws IOException {
        var body = call.json();
        var count = body.path("count").asInt(0);
        if (count < 1 || count > MOST_LINES) {
            throw new ControlRefusal(400, "From 1 to " + MOST_LINES + " lines");
        }
        var filling = new Filling(
                ControlApi.required(body, "prefix"), count, body.path("fen").asLong(1_000));
        book.fill(LocalDate.parse(call.name()), filling);
        return Json.object().put("lines", count);
    }

    private Object forget(Call call) {
        book.forget(LocalDate.parse(call.name()));
        return Json.object();
    }
}
