package cn.siyu.commission.domain;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Whose tax it is: for each there is one way of seeing to it. */
@Schema(name = "TaxSubject")
public enum TaxSubject {
    DISTRIBUTOR,
    KOC,
    EMPLOYEE,
    /** A team's company, which settles for its members (C4). */
    COMPANY;

    public static TaxSubject of(Payee.Kind kind) {
        return switch (kind) {
            case DISTRIBUTOR -> DISTRIBUTOR;
            case KOC -> KOC;
            case EMPLOYEE -> EMPLOYEE;
        };
    }

    /** Wages are an employee's alone, a company sends invoices, and nothing is withheld without a formula. */
    public boolean mayBe(TaxHandling handling) {
        return switch (this) {
            case DISTRIBUTOR, KOC -> handling != TaxHandling.PAYROLL;
            case EMPLOYEE -> handling == TaxHandling.PAYROLL;
            case COMPANY -> handling == TaxHandling.EXTERNAL;
        };
    }
}
