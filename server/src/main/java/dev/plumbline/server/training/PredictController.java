package dev.plumbline.server.training;
