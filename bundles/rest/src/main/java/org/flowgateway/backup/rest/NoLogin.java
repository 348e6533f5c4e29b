package org.flowgateway.backup.rest;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks a resource that answers without a login, because the contract's clients call it before they log in. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@interface NoLogin {}
