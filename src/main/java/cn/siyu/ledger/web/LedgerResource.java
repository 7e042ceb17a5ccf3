package cn.siyu.ledger.web;

import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.web.Cursor;
import cn.siyu.kernel.web.NumberedPage;
import cn.siyu.kernel.web.Page;
import cn.siyu.ledger.Account;
import cn.siyu.ledger.store.LedgerBooks;
import cn.siyu.ledger.store.LedgerBooks.AccountView;
import cn.siyu.ledger.store.LedgerBooks.TransferView;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The books, for reading: nothing is posted over HTTP. */
@Path("/api/admin/v1/ledger")
@Tag(name = "ledger")
@Produces(MediaType.APPLICATION_JSON)
class LedgerResource {

    private final LedgerBooks books;

    LedgerResource(LedgerBooks books) {
        this.books = books;
    }

    /** Accounts with their sums. */
    @GET
    @Path("/accounts")
    @RolesAllowed({Role.FINANCE, Role.AUDITOR, Role.ADMIN})
    @Operation(summary = "List ledger accounts with balances")
    @APIResponse(responseCode = "200", description = "One page of accounts, by kind and owner")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    public Uni<NumberedPage<AccountView>> accounts(
            @QueryParam("kind") Account.@Nullable Kind kind,
            @QueryParam("page") @DefaultValue("1") @Min(1) @Max(10_000) int page,
            @QueryParam("size") @DefaultValue("20") @Min(1) @Max(100) int size) {
        return books.accounts(kind, page, size);
    }

    /** Transfers, the newest first. */
    @GET
    @Path("/transfers")
    @RolesAllowed({Role.FINANCE, Role.AUDITOR, Role.ADMIN})
    @Operation(summary = "List ledger transfers")
    @APIResponse(responseCode = "200", description = "One page of transfers, the newest first")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    public Uni<Page<TransferView>> transfers(
            @QueryParam("reference") @Nullable @Size(max = 200) String reference,
            @QueryParam("account") Account.@Nullable Kind account,
            @QueryParam("cursor") @Nullable @Size(max = 200) String cursor,
            @QueryParam("limit") @DefaultValue("50") @Min(1) @Max(100) int limit) {
        return books.transfers(reference, account, Cursor.parse(cursor), limit);
    }
}
