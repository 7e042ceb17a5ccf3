@NullMarked
package cn.siyu.ledger.app;

import org.jspecify.annotations.NullMarked;
