// Nest is ESM only: loaded first, so that CommonJS packages which require it find it ready.
import 'reflect-metadata';
import '@nestjs/common';
import '@nestjs/core';
