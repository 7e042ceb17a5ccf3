package cn.siyu.koc.web;

import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.money.Rate;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.web.Page;
import cn.siyu.koc.KocPayout;
import cn.siyu.koc.app.KeepSplits;
import cn.siyu.koc.domain.Split;
import cn.siyu.koc.store.SplitStore.Entry;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** How seller and KOC share: versions that follow each other and are never changed. */
@Path("/api/admin/v1/koc-splits")
@Tag(name = "admin koc")
public class KocSplitResource {

    private static final int CREATED = 201;

    private final KeepSplits splits;
    private final Caller caller;

    KocSplitResource(KeepSplits splits, Caller caller) {
        this.splits = splits;
        this.caller = caller;
    }

    /** A rule from now on. What the shares leave of the pool is the merchant's. */
    @Schema(name = "KocSplitRequest")
    public record SplitRequest(
            @Schema(description = "Basis points of the line's net, at most 3000") @Min(0) @Max(10_000)
            int poolBp,

            @Schema(description = "Basis points of the pool") @Min(0) @Max(10_000)
            int sellerBp,

            @Schema(description = "Basis points of the pool") @Min(0) @Max(10_000)
            int kocBp,

            @Schema(
                    description =
                            "The pool of an order is at least this, as far as the cap over all payees lets it; absent: no floor")
            @Min(0)
            @Max(Split.MOST_FLOOR)
            long floorFen,

            @Schema(
                    description =
                            "As what the KOC has his part; absent: LABOUR. COUPON needs a template, and gives no money")
            @Nullable
            KocPayout kocPayout,

            @Schema(description = "Template of the coupon that the KOC has for each order in kind") @Nullable
            UUID giftTemplateId,

            @NotBlank @Size(max = 200) String reason) {

        Split split() {
            return new Split(
                    0,
                    new Rate(poolBp),
                    new Rate(sellerBp),
                    new Rate(kocBp),
                    new Money(floorFen),
                    Optional.ofNullable(kocPayout).orElse(KocPayout.LABOUR),
                    Optional.ofNullable(giftTemplateId));
        }
    }

    /** A rule, since when, by whom and why. */
    @Schema(name = "KocSplitEntryView")
    record EntryView(SplitView split, Instant from, String reason, String addedBy) {

        static EntryView of(Entry entry) {
            return new EntryView(SplitView.of(entry.split()), entry.from(), entry.reason(), entry.addedBy());
        }
    }

    /** The one in force first. */
    @GET
    @RolesAllowed({Role.ADMIN, Role.MERCHANDISER, Role.SUPPORT, Role.OPS, Role.FINANCE, Role.AUDITOR})
    @Operation(summary = "List split rules")
    @APIResponse(responseCode = "200", description = "All of them")
    @APIResponse(responseCode = "403", description = "FORBIDDEN")
    public Uni<Page<EntryView>> list() {
        return splits.all()
                .map(all -> new Page<>(all.stream().map(EntryView::of).toList(), null));
    }

    /** Counts for orders that are placed from now on; those before keep theirs (D6). */
    @POST
    @ResponseStatus(CREATED)
    @RolesAllowed({Role.ADMIN, Role.FINANCE})
    @Operation(summary = "Add a split rule")
    @APIResponse(
            responseCode = "201",
            description = "The rule",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = EntryView.class)))
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "422", description = "SPLIT_OUT_OF_BOUNDS, GIFT_UNKNOWN")
    public Uni<EntryView> add(@Valid @NotNull SplitRequest request) {
        return splits.add(request.split(), request.reason(), caller.actor()).map(EntryView::of);
    }
}
