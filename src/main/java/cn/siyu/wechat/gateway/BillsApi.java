package cn.siyu.wechat.gateway;

import cn.siyu.wechat.BillUnsound;
import cn.siyu.wechat.Bills;
import cn.siyu.wechat.WeChatRefused;
import cn.siyu.wechat.WeChatUnknown;
import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.file.OpenOptions;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Bills over the signed line. The packed file goes to disk as it comes and is read from there twice, piece by piece: once for
 * its hash, and only then for its lines. So no bill is ever held in memory, and no line of a wrong one is seen.
 */
@Singleton
class BillsApi implements Bills {

    private static final String NONE = "NO_STATEMENT_EXIST";
    private static final String OUR_PATHS = "/v3/";

    private final WeChatSettings settings;
    private final PayLine line;
    private final Vertx vertx;

    @Inject
    BillsApi(WeChatSettings settings, PayLine line, Vertx vertx) {
        this.settings = settings;
        this.line = line;
        this.vertx = vertx;
    }

    /** A file that WeChat offers: where, and the hash of what is in it. */
    private record Offer(String uri, String sha1) {}

    @Override
    public <T> Uni<T> read(Kind kind, LocalDate day, Function<Bill, Uni<T>> work) {
        return line.get(uri(kind, day))
                .map(answer -> Optional.of(offer(answer)))
                .onFailure(failure -> failure instanceof WeChatRefused refused
                        && refused.code().equals(NONE))
                .recoverWithItem(Optional.empty())
                .chain(offer -> offer.isPresent()
                        ? fetch(offer.get(), file -> work.apply(bill(kind, day, offer.get(), file)))
                        : work.apply(new Bill(
                                kind, day, Optional.empty(), Multi.createFrom().empty())));
    }

    private String uri(Kind kind, LocalDate day) {
        return switch (kind) {
            case TRADE -> "/v3/bill/tradebill?bill_date=" + day + "&bill_type=ALL&tar_type=GZIP";
            case FUND_FLOW ->
                "/v3/bill/fundflowbill?bill_date=" + day + "&account_type=" + settings.transferAccount()
                        + "&tar_type=GZIP";
        };
    }

    /** The file is fetched from the host that we know, whatever host the answer names: the request carries our signature. */
    private static Offer offer(JsonNode answer) {
        try {
            var hash = Told.text(answer, "hash_value");
            Told.must("hash_type", "SHA1".equals(answer.path("hash_type").asText()));
            var url = URI.create(Told.text(answer, "download_url"));
            var path = String.valueOf(url.getRawPath());
            Told.must("download_url", path.startsWith(OUR_PATHS));
            return new Offer(url.getRawQuery() == null ? path : path + "?" + url.getRawQuery(), hash);
        } catch (Told.Wrong | IllegalArgumentException wrong) {
            throw new WeChatUnknown("the answer offers no bill: " + wrong.getMessage(), null);
        }
    }

    private Bill bill(Kind kind, LocalDate day, Offer offer, String file) {
        return new Bill(
                kind,
                day,
                Optional.of(offer.sha1()),
                Multi.createFrom().deferred(() -> lines(new BillReader(kind), file)));
    }

    private Multi<List<Line>> lines(BillReader reader, String file) {
        return Multi.createBy()
                .concatenating()
                .streams(
                        PackedFile.pieces(vertx, file).map(reader::take),
                        Multi.createFrom().item(reader::end))
                .filter(lines -> !lines.isEmpty());
    }

    private <T> Uni<T> fetch(Offer offer, Function<String, Uni<T>> work) {
        return future(() -> vertx.fileSystem().createTempFile("siyu-bill-", ".gz"))
                .chain(file -> download(offer, file)
                        .chain(() -> PackedFile.sha1(vertx, file))
                        .invoke(sha1 -> {
                            if (!sha1.equalsIgnoreCase(offer.sha1())) {
                                throw new BillUnsound("its SHA1 is " + sha1 + " and should be " + offer.sha1());
                            }
                        })
                        .chain(() -> work.apply(file))
                        .onTermination()
                        .call(() -> future(() -> vertx.fileSystem().delete(file))
                                .onFailure()
                                .recoverWithNull()));
    }

    private Uni<Void> download(Offer offer, String file) {
        return future(() -> vertx.fileSystem()
                        .open(file, new OpenOptions().setRead(false).setTruncateExisting(true)))
                .chain(target -> line.download(offer.uri(), target)
                        // Closed already when all went well.
                        .onFailure()
                        .call(() -> future(target::close).onFailure().recoverWithNull()));
    }

    static <T> Uni<T> future(Supplier<Future<T>> begun) {
        return Uni.createFrom().completionStage(() -> begun.get().toCompletionStage());
    }
}
